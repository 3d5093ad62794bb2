using Auth0.AspNetCore.Mrrt.EndToEnd.Contract;
using Auth0.AspNetCore.Mrrt.EndToEnd.Support;

namespace Auth0.AspNetCore.Mrrt.EndToEnd;

[Collection(SharedRealProvider.Name)]
[NeedsRealPart(RealPart.NodeProvider)]
public sealed class RealProviderSignInTests(RealProvider provider) : SignInContract(new RealSignInProvider(provider));

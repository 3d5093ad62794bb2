using Auth0.AspNetCore.Mrrt.EndToEnd.Contract;
using Auth0.AspNetCore.Mrrt.EndToEnd.Support;

namespace Auth0.AspNetCore.Mrrt.EndToEnd;

[Collection(SharedRealProvider.Name)]
[NeedsRealPart(RealPart.NodeProvider)]
public sealed class RealProviderTokensTests(RealProvider provider) : TokensContract(new RealSignInProvider(provider));

using Auth0.AspNetCore.Mrrt.EndToEnd.Contract;
using Auth0.AspNetCore.Mrrt.EndToEnd.Support;

namespace Auth0.AspNetCore.Mrrt.EndToEnd;

[Collection(SharedRealProvider.Name)]
[NeedsRealPart(RealPart.NodeProvider)]
[NeedsRealPart(RealPart.Chromium)]
public sealed class RealProviderChromiumTests(RealProvider provider, ChromiumBrowser chromium)
    : ChromiumContract(new RealSignInProvider(provider), chromium), IClassFixture<ChromiumBrowser>;

using Auth0.AspNetCore.Mrrt.EndToEnd.Contract;
using Auth0.AspNetCore.Mrrt.EndToEnd.Support;

namespace Auth0.AspNetCore.Mrrt.EndToEnd;

[NeedsRealPart(RealPart.Chromium)]
public sealed class LocalTenantChromiumTests(ChromiumBrowser chromium)
    : ChromiumContract(new LocalTenantProvider(), chromium), IClassFixture<ChromiumBrowser>;

using Auth0.AspNetCore.Mrrt.Testing;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;

namespace Auth0.AspNetCore.Mrrt.Snippets;

internal static class TestingPage
{
    public static async Task TenLinesAsync()
    {
        #region testing
        await using var tenant = await Auth0Tenant.StartInProcessAsync();
        await using var factory = new WebApplicationFactory<Program>().WithWebHostBuilder(host =>
            host.ConfigureTestServices(services => services.Configure<Auth0WebAppOptions>(Auth0Constants.AuthenticationScheme, options =>
            {
                options.Domain = tenant.Domain;
                options.ClientId = tenant.Client.ClientId;
                options.ClientSecret = tenant.Client.ClientSecret;
                options.BackchannelHttpHandler = tenant.CreateHandler();
            })));
        using var browser = new TenantBrowser(tenant, new Uri("https://localhost"), factory.Server.CreateHandler());

        var page = await browser.SignInAsync("/stock"); // the login, and then the page

        tenant.Exchanges.Should().HaveCount(2); // the sign-in, and one token for the inventory API
        tenant.ReuseDetections.Should().Be(0);
        #endregion
        page.Dispose();
    }

    public static async Task OwnApisAsync()
    {
        #region testing-apis
        await using var tenant = await Auth0Tenant.StartInProcessAsync(options =>
        {
            options.Apis.Add(new TenantApi { Identifier = "https://calendar.example.com", Scopes = ["read:calendar"] });
            options.Apis.Add(new TenantApi { Identifier = "https://mail.example.com", Scopes = ["read:mail", "send:mail"] });
        });
        #endregion
    }

    public static void Faults(Auth0Tenant tenant)
    {
        #region testing-faults
        tenant.Faults.Add(TokenFault.Answer(503, "<h1>down</h1>", "text/html").Times(2));
        tenant.Faults.Add(TokenFault.RateLimited(TimeSpan.FromSeconds(20), retryAfter: true));
        tenant.Faults.Add(TokenFault.MfaRequired().ForAudience("https://admin.example.com").UntilCleared());
        tenant.Faults.Add(TokenFault.Drop());                                               // nothing was spent
        tenant.Faults.Add(TokenFault.Drop().AfterRotation().ForGrant("refresh_token"));     // spent, and the answer is lost
        tenant.Faults.Latency = TimeSpan.FromSeconds(30);                                   // tenant.Advance ends it
        #endregion
    }

    public static async Task GateAsync(Auth0Tenant tenant, TenantBrowser browser)
    {
        #region testing-gate
        // The user is signed in, and the session has no token for the inventory API yet.
        using var gate = tenant.Faults.HoldTokenCalls();          // or TokenCallMoment.AfterProcessing
        var tab = browser.Snapshot();
        var pages = Task.WhenAll(Enumerable.Range(0, 20).Select(_ => tab.GetAsync("/stock")));
        await gate.WaitForArrivalsAsync(1);
        gate.Release();                                           // or gate.ReleaseOne(), or gate.Held[0].Release()
        await pages;
        tenant.Counters.Exchanges.Should().Be(2);
        #endregion
    }
}

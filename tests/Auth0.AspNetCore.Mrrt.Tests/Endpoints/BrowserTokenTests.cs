using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Auth0.AspNetCore.Mrrt.Testing;
using Auth0.AspNetCore.Mrrt.Tests.Support;
using Microsoft.AspNetCore.Builder;

namespace Auth0.AspNetCore.Mrrt.Tests.Endpoints;

/// <summary>Access tokens for scripts out of real sessions with a local tenant.</summary>
public sealed class BrowserTokenTests
{
    [Fact]
    public async Task A_signed_in_user_s_script_gets_the_token_that_the_application_has()
    {
        await using var app = await StartAsync(AppHost.Orders, "read:orders");
        using var browser = await app.SignedInAsync("/auth/login");
        var (status, answer) = await AskAsync(browser);
        status.Should().Be(HttpStatusCode.OK);
        answer.GetProperty("access_token").GetString().Should().Be((await browser.TokenAsync(AppHost.Orders)).Token);
    }

    [Fact]
    public async Task A_signed_out_user_s_script_is_told_so()
    {
        await using var app = await StartAsync(AppHost.Orders, "read:orders");
        using var browser = app.Browser();
        var (status, answer) = await AskAsync(browser);
        status.Should().Be(HttpStatusCode.Unauthorized);
        answer.GetProperty("reason").GetString().Should().Be(nameof(AccessTokenFailure.NotSignedIn));
    }

    [Fact]
    public async Task A_token_that_the_server_got_for_itself_with_more_scopes_stays_on_the_server()
    {
        await using var app = await StartAsync(AppHost.Orders, "read:orders");
        using var browser = await app.SignedInAsync("/auth/login");
        (await AskAsync(browser)).Status.Should().Be(HttpStatusCode.OK);
        app.Tenant.Advance(TimeSpan.FromDays(2));
        (await browser.TokenAsync(AppHost.Orders, "write:orders")).Scopes.Should().Contain("write:orders");
        var (status, answer) = await AskAsync(browser);
        status.Should().Be(HttpStatusCode.Forbidden);
        answer.GetProperty("reason").GetString().Should().Be("ScopeNotAllowed");
    }

    private static Task<AppHost> StartAsync(string audience, string scope) => AppHost.StartAsync(
        map: application => application.MapAuth0(options => options.BrowserAccessTokens[audience] = scope));

    private static async Task<(HttpStatusCode Status, JsonElement Answer)> AskAsync(TenantBrowser browser)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/auth/access-token");
        request.Headers.Add("X-Auth0-Request", "1");
        using var response = await browser.SendAsync(request);
        return (response.StatusCode, await response.Content.ReadFromJsonAsync<JsonElement>());
    }
}

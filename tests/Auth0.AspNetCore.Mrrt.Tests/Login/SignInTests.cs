using System.Net;
using System.Net.Http.Json;
using Auth0.AspNetCore.Mrrt.Tests.Support;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;

namespace Auth0.AspNetCore.Mrrt.Tests.Login;

public sealed class SignInTests
{
    [Fact]
    public async Task A_user_signs_in_and_the_ticket_holds_the_framework_tokens()
    {
        await using var app = await AppHost.StartAsync();
        using var browser = app.Browser();
        using var page = await browser.SignInAsync();
        (await page.Content.ReadAsStringAsync()).Should().Be("home");

        var session = await browser.SessionAsync();
        session.Name.Should().Be(app.Tenant.Users[0].Name);
        session.Subject.Should().Be(app.Tenant.Users[0].Id);
        session.AccessToken.Should().NotBeNullOrEmpty();
        session.RefreshToken.Should().NotBeNullOrEmpty();
        session.IdToken.Should().NotBeNullOrEmpty();
        session.ExpiresAt.Should().NotBeNullOrEmpty();
    }

    /// <summary>"Remember me": the framework's own property, which a refresh keeps.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_session_outlives_the_browser_where_the_login_says_so(bool remember)
    {
        await using var rig = await LoginRig.StartAsync(map: application =>
        {
            application.MapGet("/sign-in", (HttpContext http) => http.ChallengeAsync(
                Auth0Constants.AuthenticationScheme,
                new LoginAuthenticationPropertiesBuilder(new AuthenticationProperties { IsPersistent = remember })
                    .WithRedirectUri("/").Build()));
            application.MapGet("/token", async (HttpContext http, CancellationToken aborted) => AppEndpoints.Answer(
                await http.GetAccessTokenResultAsync(new AccessTokenRequest { ForceRefresh = true }, cancellationToken: aborted)));
        });
        DateTimeOffset? end = remember ? rig.Time.GetUtcNow() + TimeSpan.FromDays(14) : null;
        using var response = await rig.SignInAsync("/sign-in");
        Session(response).Should().Be(end);
        rig.Time.Advance(TimeSpan.FromMinutes(5));
        using var refreshed = await rig.Browser.GetAsync("/token");
        Session(refreshed).Should().Be(end);

        static DateTimeOffset? Session(HttpResponseMessage response) => RigBrowser.SetCookies(response)
            .Single(cookie => cookie.Name.StartsWith("__Host-Auth0.Cookies", StringComparison.Ordinal)).Expires;
    }

    [Fact]
    public async Task A_login_asks_for_a_code_with_pkce_state_nonce_audience_and_scopes()
    {
        await using var app = await AppHost.StartAsync(login: options => options.LoginParameters["ext-tier"] = "gold");
        using var browser = app.Browser();
        var query = await AuthorizeQueryAsync(browser, "/login");
        query["response_type"].Should().Equal("code");
        query["code_challenge_method"].Should().Equal("S256");
        query["code_challenge"].ToString().Should().HaveLength(43);
        query["nonce"].ToString().Should().HaveLength(43);
        query["redirect_uri"].Should().Equal("https://localhost/callback");
        query["audience"].Should().Equal(AppHost.Orders);
        query["scope"].ToString().Split(' ').Should().Equal("openid", "profile", "read:orders", "offline_access");
        query["ext-tier"].Should().Equal("gold");
        query.Keys.Should().NotContain(["x-client-SKU", "x-client-ver"]);
        query["state"].ToString().Should().NotBeEmpty();
    }

    [Fact]
    public async Task What_one_login_asks_for_wins_over_what_is_configured()
    {
        await using var app = await AppHost.StartAsync();
        using var browser = app.Browser();
        var query = await AuthorizeQueryAsync(
            browser, $"/login?audience={Uri.EscapeDataString(AppHost.Admin)}&scope=read:admin");
        query["audience"].Should().Equal(AppHost.Admin);
        query["scope"].ToString().Split(' ').Should().Equal("read:admin", "openid", "offline_access");
    }

    [Fact]
    public async Task A_login_for_another_audience_asks_for_that_audiences_scopes()
    {
        await using var app = await AppHost.StartAsync(
            options => options.ScopeByAudience[AppHost.Admin] = "read:admin");
        using var browser = app.Browser();
        var query = await AuthorizeQueryAsync(browser, $"/login?audience={Uri.EscapeDataString(AppHost.Admin)}");
        query["scope"].ToString().Split(' ').Should().Equal("openid", "profile", "read:admin", "offline_access");
    }

    [Fact]
    public async Task Two_logins_share_neither_state_nor_nonce_nor_challenge()
    {
        await using var app = await AppHost.StartAsync();
        using var browser = app.Browser();
        var first = await AuthorizeQueryAsync(browser, "/login");
        var second = await AuthorizeQueryAsync(browser, "/login");
        foreach (var name in new[] { "state", "nonce", "code_challenge" })
        {
            first[name].Should().NotEqual(second[name]);
        }
    }

    [Fact]
    public async Task A_callback_in_another_browser_signs_nobody_in()
    {
        await using var app = await AppHost.StartAsync();
        using var victim = app.Browser();
        using var attacker = app.Browser();
        var callback = await CallbackAddressAsync(app, attacker);

        using var response = await SendAsync(victim, callback);
        response.StatusCode.Should().Be(HttpStatusCode.InternalServerError);
        (await victim.SessionAsync()).Subject.Should().BeNull();
    }

    [Fact]
    public async Task A_callback_works_once()
    {
        await using var app = await AppHost.StartAsync();
        using var browser = app.Browser();
        var callback = await CallbackAddressAsync(app, browser);
        (await SendAsync(browser, callback)).StatusCode.Should().Be(HttpStatusCode.Found);
        (await SendAsync(browser, callback)).StatusCode.Should().Be(HttpStatusCode.InternalServerError);
    }

    [Theory]
    [InlineData("/callback", HttpStatusCode.OK)]
    [InlineData("/callback?code=x", HttpStatusCode.OK)]
    [InlineData("/callback?code=x&state=y", HttpStatusCode.InternalServerError)]
    [InlineData("/callback?error=access_denied&state=y", HttpStatusCode.InternalServerError)]
    public async Task A_callback_that_no_login_led_to_signs_nobody_in(string address, HttpStatusCode status)
    {
        await using var app = await AppHost.StartAsync();
        using var browser = app.Browser();
        using var response = await browser.GetAsync(address);
        response.StatusCode.Should().Be(status);
        response.RequestMessage!.RequestUri!.AbsolutePath.Should().Be(status == HttpStatusCode.OK ? "/" : "/callback");
        response.Headers.Contains("Set-Cookie").Should().BeFalse();
        browser.Cookies.Should().BeEmpty();
        app.Tenant.Exchanges.Should().BeEmpty();
    }

    [Theory]
    [InlineData("https://evil.example")]
    [InlineData("//evil.example")]
    [InlineData("/\\evil.example")]
    [InlineData("/x/..//evil.example")]
    [InlineData("/\t/evil.example")]
    public async Task A_return_address_elsewhere_becomes_the_root(string address)
    {
        await using var app = await AppHost.StartAsync();
        using var browser = app.Browser();
        using var page = await browser.SignInAsync($"/login?returnTo={Uri.EscapeDataString(address)}");
        page.RequestMessage!.RequestUri!.AbsoluteUri.Should().Be("https://localhost/");
    }

    [Fact]
    public async Task A_return_address_here_is_kept()
    {
        await using var app = await AppHost.StartAsync();
        using var browser = app.Browser();
        using var page = await browser.SignInAsync("/login?returnTo=%2Fsession%3Fa%3Db");
        page.RequestMessage!.RequestUri!.PathAndQuery.Should().Be("/session?a=b");
    }

    [Fact]
    public async Task Keys_that_the_tenant_rotated_are_fetched_again()
    {
        await using var app = await AppHost.StartAsync();
        using var first = app.Browser();
        (await first.SignInAsync()).Dispose();
        app.Tenant.RotateSigningKey(keepPrevious: false);
        app.Tenant.Advance(TimeSpan.FromMinutes(1));

        using var second = app.Browser();
        (await second.SignInAsync()).Dispose();
        (await second.SessionAsync()).Subject.Should().Be(app.Tenant.Users[0].Id);
    }

    [Fact]
    public async Task Nothing_of_the_login_itself_stays_in_the_session()
    {
        await using var app = await AppHost.StartAsync(map: application => application.MapItems());
        using var browser = app.Browser();
        (await browser.SignInAsync("/login?audience=" + Uri.EscapeDataString(AppHost.Admin))).Dispose();
        using var response = await browser.GetAsync("/items");
        var items = await response.Content.ReadFromJsonAsync<string[]>();
        items.Should().NotBeEmpty().And.NotContain(name =>
            name.Contains("Login", StringComparison.Ordinal) || name.Contains("verifier", StringComparison.Ordinal)
            || name.StartsWith("Auth0:", StringComparison.Ordinal) || name.Contains("xsrf", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_sign_out_ends_the_session_here_and_at_the_tenant()
    {
        await using var app = await AppHost.StartAsync();
        using var browser = await app.SignedInAsync();
        using var response = await SendAsync(browser, "/logout");
        response.StatusCode.Should().Be(HttpStatusCode.Found);
        var location = response.Headers.Location!;
        location.AbsolutePath.Should().Be("/oidc/logout");
        var query = QueryHelpers.ParseQuery(location.Query);
        query["client_id"].Should().Equal(app.Tenant.Client.ClientId);
        query["post_logout_redirect_uri"].Should().Equal("https://localhost/");
        query["id_token_hint"].ToString().Should().NotBeEmpty();

        using var end = await browser.GetAsync(location.AbsoluteUri);
        end.RequestMessage!.RequestUri!.AbsoluteUri.Should().Be("https://localhost/");
        (await browser.SessionAsync()).Subject.Should().BeNull();
        app.Tenant.Counters.Logouts.Should().Be(1);
    }

    [Fact]
    public async Task Without_an_end_session_endpoint_a_sign_out_goes_to_v2_logout()
    {
        await using var app = await AppHost.StartAsync(
            tenantOptions: options => options.Behavior.AdvertiseEndSessionEndpoint = false);
        using var browser = await app.SignedInAsync();
        using var response = await SendAsync(browser, "/logout");
        response.Headers.Location!.AbsolutePath.Should().Be("/v2/logout");
        QueryHelpers.ParseQuery(response.Headers.Location.Query)["returnTo"].Should().Equal("https://localhost/");
        using var end = await browser.GetAsync(response.Headers.Location.AbsoluteUri);
        end.RequestMessage!.RequestUri!.AbsoluteUri.Should().Be("https://localhost/");
    }

    private static async Task<Dictionary<string, Microsoft.Extensions.Primitives.StringValues>> AuthorizeQueryAsync(
        Testing.TenantBrowser browser, string login)
    {
        using var response = await SendAsync(browser, login);
        response.StatusCode.Should().Be(HttpStatusCode.Found);
        response.Headers.CacheControl!.NoStore.Should().BeTrue();
        response.Headers.Location!.AbsolutePath.Should().Be("/authorize");
        return QueryHelpers.ParseQuery(response.Headers.Location.Query);
    }

    private static async Task<string> CallbackAddressAsync(AppHost app, Testing.TenantBrowser browser)
    {
        using var challenge = await SendAsync(browser, "/login");
        using var authorized = await SendAsync(browser, challenge.Headers.Location!.AbsoluteUri);
        authorized.Headers.Location!.Host.Should().Be("localhost", app.Tenant.Domain + " has sent the browser back");
        return authorized.Headers.Location.AbsoluteUri;
    }

    private static async Task<HttpResponseMessage> SendAsync(Testing.TenantBrowser browser, string address)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, address);
        return await browser.SendAsync(request, followRedirects: false);
    }
}

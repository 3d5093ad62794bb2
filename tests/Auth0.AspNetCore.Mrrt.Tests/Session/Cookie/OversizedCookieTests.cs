using System.Net;
using System.Security.Claims;
using Auth0.AspNetCore.Mrrt.Testing;
using Auth0.AspNetCore.Mrrt.Tests.Support;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Auth0.AspNetCore.Mrrt.Tests.Session.Cookie;

/// <summary>S8: a browser with a cookie that the server does not take is refused everywhere, also where it could sign
/// out.</summary>
public sealed class OversizedCookieTests
{
    private const string Large = "auth0.session_cookie.large name=__Host-Auth0.Cookies outcome=";

    [Fact]
    public async Task A_login_whose_cookie_the_server_would_not_take_is_refused_and_the_browser_goes_on()
    {
        await using var app = await KestrelHost.StartAsync(MapGroups);
        app.Tenant.Users[0].IdTokenClaims["groups"] = Text(12);
        using var browser = app.Browser();

        await browser.Awaiting(it => it.SignInAsync("/login")).Should().ThrowAsync<InvalidOperationException>();

        await IsServedAsync(browser, "/");
        await IsServedAsync(browser, "/logout/local");
        await IsServedAsync(browser, "/logout");
        app.Logs.Lines.Should().ContainSingle(line => line.Contains("[422]")).Which.Should().StartWith("Error")
            .And.Contain("'Auth0'").And.Contain("WithSessionStore").And.Contain("ClaimActions").And.Contain("28672");
        app.Logs.Lines.Should().NotContain(line => line.Contains("xxxx"));
        app.Meters.Counts.Should().Contain(Large + "LoginRefused", 1);

        app.Tenant.Users[0].IdTokenClaims.Remove("groups");
        (await browser.SignInAsync("/login")).Dispose();
        (await browser.SessionAsync()).Name.Should().NotBeNull();
    }

    /// <summary>A user who was signed in is signed out by it, and can sign in again.</summary>
    [Fact]
    public async Task A_refused_login_over_a_session_leaves_a_browser_that_can_sign_in_again()
    {
        await using var app = await KestrelHost.StartAsync(MapGroups);
        using var browser = app.Browser();
        (await browser.SignInAsync("/login")).Dispose();
        app.Tenant.Users[0].IdTokenClaims["groups"] = Text(12);
        await browser.Awaiting(it => it.SignInAsync("/login")).Should().ThrowAsync<InvalidOperationException>();

        await IsServedAsync(browser, "/session");
        app.Tenant.Users[0].IdTokenClaims.Remove("groups");
        (await browser.SignInAsync("/login")).Dispose();
        (await browser.TokenAsync(AppHost.Inventory)).Token.Should().NotBeNull();
    }

    [Fact]
    public async Task The_application_answers_a_refused_login_itself()
    {
        await using var app = await KestrelHost.StartAsync(login =>
        {
            MapGroups(login);
            login.OpenIdConnectEvents.OnRemoteFailure = context =>
            {
                context.Response.Redirect("/?refused=" + Uri.EscapeDataString(context.Failure!.Message));
                context.HandleResponse();
                return Task.CompletedTask;
            };
        });
        app.Tenant.Users[0].IdTokenClaims["groups"] = Text(12);
        using var browser = app.Browser();

        using var home = await browser.SignInAsync("/login");
        home.RequestMessage!.RequestUri!.Query.Should().Contain("WithSessionStore");
        (await browser.SessionAsync()).Name.Should().BeNull();
    }

    [Theory]
    [InlineData(1, false)]
    [InlineData(7, true)]
    public async Task From_half_of_the_limit_on_a_login_is_warned_of(int kilobytes, bool warned)
    {
        await using var app = await KestrelHost.StartAsync(MapGroups);
        app.Tenant.Users[0].IdTokenClaims["groups"] = Text(kilobytes);
        using var browser = app.Browser();
        (await browser.SignInAsync("/login")).Dispose();
        (await browser.SessionAsync()).Name.Should().NotBeNull();

        app.Logs.Lines.Where(line => line.Contains("[205]", StringComparison.Ordinal))
            .Should().HaveCount(warned ? 1 : 0).And.NotContain(line => !line.StartsWith("Warning"));
        app.Meters.Counts.GetValueOrDefault(Large + "Warned").Should().Be(warned ? 1 : 0);
    }

    [Fact]
    public async Task A_server_that_is_told_to_take_more_lets_the_login_pass()
    {
        await using var app = await KestrelHost.StartAsync(
            MapGroups, kestrel: kestrel => kestrel.Limits.MaxRequestHeadersTotalSize = 64 * 1024);
        app.Tenant.Users[0].IdTokenClaims["groups"] = Text(12);
        using var browser = app.Browser();
        (await browser.SignInAsync("/login")).Dispose();
        (await browser.SessionAsync()).Name.Should().NotBeNull();
        app.Logs.Lines.Should().Contain(line => line.Contains("[205]"));
    }

    [Fact]
    public async Task A_sign_in_of_the_application_is_warned_of_and_does_not_throw()
    {
        await using var app = await KestrelHost.StartAsync(map: Map);
        using var browser = app.Browser();
        (await browser.SignInAsync("/login")).Dispose();
        await IsServedAsync(browser, "/grow");
        app.Logs.Lines.Should().ContainSingle(line => line.StartsWith("Error") && line.Contains("[206]"));
        app.Meters.Counts.Should().Contain(Large + "Exceeded", 1);
    }

    [Fact]
    public async Task Tokens_that_would_make_the_cookie_too_large_push_out_the_least_recently_used()
    {
        await using var app = await KestrelHost.StartAsync();
        using var browser = app.Browser();
        (await browser.SignInAsync("/login")).Dispose();
        app.Tenant.ResetLog();
        app.Tenant.Users[0].AccessTokenClaims["groups"] = Text(14);
        await browser.TokenAsync(AppHost.Inventory);
        app.Tenant.Advance(TimeSpan.FromSeconds(1));
        var second = await browser.TokenAsync(AppHost.Admin);

        second.Token.Should().NotBeNull();
        (await browser.TokenAsync(AppHost.Admin)).Token.Should().Be(second.Token);
        app.Tenant.Counters.Exchanges.Should().Be(2, "it is in the cookie");
        app.Logs.Lines.Should().ContainSingle(line => line.StartsWith("Warning") && line.Contains("[207]"));
        (await browser.TokenAsync(AppHost.Inventory)).Token.Should().NotBeNull("it is obtained again");
        app.Tenant.Counters.Exchanges.Should().Be(3);
        app.Tenant.Counters.ReuseDetections.Should().Be(0);
        app.Meters.Counts.Should().Contain(Large + "Trimmed", 2);
    }

    [Fact]
    public async Task A_token_that_fits_in_no_cookie_signs_nobody_out()
    {
        await using var app = await KestrelHost.StartAsync();
        using var browser = app.Browser();
        (await browser.SignInAsync("/login")).Dispose();
        (await browser.TokenAsync(AppHost.Inventory)).Token.Should().NotBeNull();
        app.Tenant.Users[0].AccessTokenClaims["groups"] = Text(24);
        var forced = await browser.TokenAsync(force: true);
        forced.Token.Should().NotBeNull();

        for (var request = 0; request < 3; request++)
        {
            (await browser.TokenAsync()).Token.Should().Be(forced.Token);
        }

        (await browser.TokenAsync(AppHost.Admin)).Token.Should().NotBeNull();
        app.Logs.Lines.Should().ContainSingle(line => line.StartsWith("Warning") && line.Contains("[208]"));
        app.Meters.Counts[Large + "NotWritten"].Should().BeGreaterThan(1);
        app.Tenant.Counters.ReuseDetections.Should().Be(0);

        app.Tenant.Users[0].AccessTokenClaims.Remove("groups");
        await browser.TokenAsync(force: true);
        await IsServedAsync(browser, "/logout/local");
        (await browser.SessionAsync()).Name.Should().BeNull();
    }

    private static void MapGroups(Auth0WebAppOptions login) => login.ClaimActions.MapJsonKey("groups", "groups");

    private static void Map(WebApplication application) => application.MapGet("/grow", async (HttpContext http, CancellationToken _) =>
    {
        var session = await http.AuthenticateAsync("Cookies");
        ((ClaimsIdentity)session.Principal!.Identity!).AddClaim(new Claim("groups", Text(24)));
        await http.SignInAsync("Cookies", session.Principal, session.Properties);
    });

    private static string Text(int kilobytes) => new('x', kilobytes * 1024);

    private static async Task IsServedAsync(TenantBrowser browser, string path)
    {
        using var response = await browser.GetAsync(path);
        response.StatusCode.Should().Be(HttpStatusCode.OK);
    }
}

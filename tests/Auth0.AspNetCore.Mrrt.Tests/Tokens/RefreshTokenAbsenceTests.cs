using Auth0.AspNetCore.Mrrt.Session.Model;
using Auth0.AspNetCore.Mrrt.Tests.Support;
using Auth0.AspNetCore.Mrrt.Tokens;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Auth0.AspNetCore.Mrrt.Tests.Tokens;

/// <summary>A login that never got a refresh token is told from a session that has lost it: another login helps only the
/// second.</summary>
public sealed class RefreshTokenAbsenceTests
{
    [Theory]
    [InlineData(0, "openid offline_access", true, AccessTokenFailure.NoRefreshTokenGranted)]
    [InlineData(0, "openid", true, AccessTokenFailure.NoRefreshToken)]
    [InlineData(0, null, true, AccessTokenFailure.NoRefreshToken)]
    [InlineData(1, "openid offline_access", true, AccessTokenFailure.NoRefreshToken)]
    [InlineData(0, null, false, AccessTokenFailure.NoRefreshTokenGranted)]
    [InlineData(1, null, false, AccessTokenFailure.NoRefreshToken)]
    public void What_the_login_asked_for_and_the_generation_decide(
        long generation, string? asked, bool ours, AccessTokenFailure reason) =>
        Reason(Session(generation, asked), ours: ours).Should().Be(reason);

    [Theory]
    [InlineData(false, true, "UseRefreshTokens of scheme 'Auth0' is off: no other access token can be obtained than that of the login.")]
    [InlineData(true, true, "The login with scheme 'Auth0' got no refresh token. Allow offline access for the API of the login, and the "
        + "Refresh Token grant for the application, at the tenant.")]
    [InlineData(true, false, "The login with scheme 'Auth0' got no refresh token. Allow offline access for the API of the login, and the "
        + "Refresh Token grant for the application, at the tenant. The login handler must ask for offline_access and keep its tokens "
        + "(SaveTokens).")]
    public void What_is_to_be_done_is_said(bool mayRefresh, bool ours, string text) =>
        Result(Session(0, "offline_access"), mayRefresh: mayRefresh, ours: ours).ErrorDescription.Should().Be(text);

    [Fact]
    public void A_session_that_is_outdated_had_a_refresh_token() =>
        Reason(Session(0, "offline_access"), isOutdated: true).Should().Be(AccessTokenFailure.NoRefreshToken);

    [Fact]
    public void Without_the_setting_no_login_helps() =>
        Reason(Session(3, "offline_access"), mayRefresh: false).Should().Be(AccessTokenFailure.NoRefreshTokenGranted);

    /// <summary>A public report on the documented switch: an API without offline access led to ten logins in a row.</summary>
    [Fact]
    public async Task An_API_without_offline_access_ends_on_a_page_and_is_warned_of_at_the_login()
    {
        await using var app = await StartAsync(allowOfflineAccess: false);
        using var browser = await app.SignedInAsync();
        using var page = await browser.GetAsync("/page");

        page.StatusCode.Should().Be(System.Net.HttpStatusCode.InternalServerError);
        (await page.Content.ReadAsStringAsync()).Should().Contain("offline access");
        app.Tenant.Counters.Authorizations.Should().Be(0, "no login follows the first");
        Warnings(app).Should().ContainSingle().Which.Should().StartWith("Warning").And.Contain("offline_access");
        app.Events.MissingRefreshTokens.Should().ContainSingle();
    }

    [Fact]
    public async Task A_login_with_a_refresh_token_is_not_warned_of()
    {
        await using var app = await StartAsync(allowOfflineAccess: true);
        using var browser = await app.SignedInAsync();
        using var page = await browser.GetAsync("/page");

        (await page.Content.ReadAsStringAsync()).Should().Be("there is one");
        Warnings(app).Should().BeEmpty();
    }

    [Fact]
    public async Task A_login_that_does_not_want_a_refresh_token_is_not_warned_of()
    {
        await using var app = await StartAsync(allowOfflineAccess: false, options => options.UseRefreshTokens = false);
        using var browser = await app.SignedInAsync();
        (await browser.TokenAsync(AppHost.Inventory)).Reason.Should().Be(nameof(AccessTokenFailure.NoRefreshTokenGranted));
        Warnings(app).Should().BeEmpty();
    }

    [Fact]
    public void Refresh_tokens_are_used_unless_the_application_switches_them_off() =>
        new Auth0WebAppWithAccessTokenOptions().UseRefreshTokens.Should().BeTrue();

    private static async Task<AppHost> StartAsync(
        bool allowOfflineAccess, Action<Auth0WebAppWithAccessTokenOptions>? accessTokens = null)
    {
        var app = await AppHost.StartAsync(accessTokens, map: Map);
        app.Tenant.Apis.Single(api => api.Identifier == AppHost.Orders).AllowOfflineAccess = allowOfflineAccess;
        return app;
    }

    /// <summary>As docs/getting-tokens.md has it.</summary>
    private static void Map(WebApplication application) => application.MapGet("/page", async (HttpContext http, CancellationToken aborted) =>
    {
        var result = await http.GetAccessTokenResultAsync(
            new AccessTokenRequest { Audience = AppHost.Inventory }, cancellationToken: aborted);
        return result switch
        {
            { Succeeded: true } => Results.Text("there is one"),
            { Reason: AccessTokenFailure.NoRefreshTokenGranted } => Results.Problem(result.ErrorDescription),
            _ => Results.Challenge(authenticationSchemes: [Auth0Constants.AuthenticationScheme]),
        };
    });

    private static string[] Warnings(AppHost app) =>
        [.. app.Logs.Lines.Where(line => line.Contains("[420]", StringComparison.Ordinal))];

    private static AccessTokenFailure? Reason(
        SessionTokens tokens, bool isOutdated = false, bool ours = true, bool mayRefresh = true) =>
        Result(tokens, isOutdated, ours, mayRefresh).Reason;

    private static AccessTokenResult Result(
        SessionTokens tokens, bool isOutdated = false, bool ours = true, bool mayRefresh = true) =>
        RefreshTokenAbsence.Result(
            tokens,
            isOutdated,
            new TokenNeed
            {
                Scheme = Auth0Constants.AuthenticationScheme,
                Audience = Given.Inventory,
                Scope = null,
                Forced = false,
                Leeway = TimeSpan.Zero,
                MayRefresh = mayRefresh,
                LoginIsOurs = ours,
                MaxAccessTokenSets = 20,
            });

    private static SessionTokens Session(long generation, string? asked) => new()
    {
        SessionId = "session",
        Generation = generation,
        Primary = Given.Set("p", Given.Orders, "openid", asked),
    };
}

using Auth0.AspNetCore.Mrrt.Testing;
using Auth0.AspNetCore.Mrrt.Tests.Support;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.IdentityModel.JsonWebTokens;

namespace Auth0.AspNetCore.Mrrt.Tests.Tokens;

public sealed class GetAccessTokenTests
{
    private static readonly TimeSpan PastExpiry = TimeSpan.FromHours(25);

    [Fact]
    public async Task The_token_of_the_login_is_given_without_asking_the_tenant()
    {
        await using var app = await AppHost.StartAsync();
        using var browser = await app.SignedInAsync();
        var answer = await browser.TokenAsync();
        AudienceOf(answer).Should().Be(AppHost.Orders);
        answer.Scopes.Should().Contain("read:orders");
        app.Tenant.Exchanges.Should().BeEmpty();
    }

    /// <summary>Official SDK 10: from the session there is no sign-in either.</summary>
    [Fact]
    public async Task A_token_out_of_the_session_sets_no_cookie()
    {
        await using var app = await AppHost.StartAsync();
        using var browser = await app.SignedInAsync();
        await browser.TokenAsync(AppHost.Inventory);
        using var response = await browser.GetAsync("/token?audience=" + Uri.EscapeDataString(AppHost.Inventory));
        response.Headers.Contains("Set-Cookie").Should().BeFalse();
    }

    /// <summary>Official SDK 16 to 18 and 23: the string form has no token to give, and throws for a second factor only.</summary>
    [Fact]
    public async Task The_string_form_is_null_for_a_failure_and_an_exception_for_a_second_factor()
    {
        await using var app = await AppHost.StartAsync(map: application => application.MapGet(
            "/string",
            async (HttpContext http, CancellationToken aborted) =>
            {
                try
                {
                    var request = new AccessTokenRequest { Audience = AppHost.Inventory };
                    return await http.GetAccessTokenAsync(request, cancellationToken: aborted) ?? "null";
                }
                catch (MfaRequiredException e)
                {
                    e.ToString().Should().NotContain(e.MfaToken);
                    return $"{e.MfaToken[..5]} for {e.Audience}: {e.Message}";
                }
            }));
        using var browser = await app.SignedInAsync();
        app.Tenant.Faults.Add(TokenFault.MfaRequired());
        (await StringAsync(browser)).Should().Be($"Fe26. for {AppHost.Inventory}: Multifactor authentication required");
        foreach (var fault in new[]
                 {
                     TokenFault.Error(403, "mfa_required"), TokenFault.Error(403, "login_required"), TokenFault.Answer(200, "{}"),
                     TokenFault.Drop(), TokenFault.Error(400, "invalid_grant"),
                 })
        {
            app.Tenant.Faults.Add(fault);
            (await StringAsync(browser)).Should().Be("null", fault.ToString());
        }

        app.Events.Failures.Should().HaveCount(6);
        (await StringAsync(browser)).Should().Be("null", "the refresh token is gone");
        app.Events.MissingRefreshTokens.Should().ContainSingle();
    }

    [Fact]
    public async Task One_refresh_token_buys_a_token_for_each_audience_and_each_is_bought_once()
    {
        await using var app = await AppHost.StartAsync();
        using var browser = await app.SignedInAsync();
        foreach (var audience in new[] { AppHost.Inventory, AppHost.Admin, AppHost.Inventory, AppHost.Admin, AppHost.Orders })
        {
            AudienceOf(await browser.TokenAsync(audience)).Should().Be(audience);
        }

        app.Tenant.Exchanges.Select(exchange => exchange.IssuedAudience).Should().Equal(AppHost.Inventory, AppHost.Admin);
        app.Tenant.ReuseDetections.Should().Be(0);
    }

    [Fact]
    public async Task An_expired_token_is_renewed_and_the_new_one_kept()
    {
        await using var app = await AppHost.StartAsync();
        using var browser = await app.SignedInAsync();
        var before = await browser.SessionAsync();
        app.Tenant.Advance(PastExpiry);

        var renewed = await browser.TokenAsync();
        var after = await browser.SessionAsync();
        renewed.Token.Should().NotBe(before.AccessToken);
        after.AccessToken.Should().Be(renewed.Token);
        after.RefreshToken.Should().NotBe(before.RefreshToken);
        app.Tenant.Exchanges.Should().HaveCount(1);
        (await browser.TokenAsync()).Token.Should().Be(renewed.Token);
        app.Tenant.Exchanges.Should().HaveCount(1);
    }

    [Theory]
    [InlineData(90, 0)]
    [InlineData(59, 1)]
    public async Task A_token_is_given_until_the_leeway_before_its_expiry(int secondsLeft, int exchanges)
    {
        await using var app = await AppHost.StartAsync();
        using var browser = await app.SignedInAsync();
        app.Tenant.Advance(TimeSpan.FromHours(24) - TimeSpan.FromSeconds(secondsLeft));
        (await browser.TokenAsync()).Token.Should().NotBeNull();
        app.Tenant.Exchanges.Should().HaveCount(exchanges);
    }

    [Fact]
    public async Task A_forced_refresh_makes_exactly_one_exchange_and_keeps_the_new_token()
    {
        await using var app = await AppHost.StartAsync();
        using var browser = await app.SignedInAsync();
        var before = await browser.TokenAsync();
        var forced = await browser.TokenAsync(force: true);
        forced.Token.Should().NotBe(before.Token);
        (await browser.TokenAsync()).Token.Should().Be(forced.Token);
        app.Tenant.Exchanges.Should().HaveCount(1);
    }

    [Fact]
    public async Task An_audience_that_no_policy_names_is_said_so_and_the_rotated_refresh_token_is_kept()
    {
        await using var app = await AppHost.StartAsync();
        using var browser = await app.SignedInAsync();
        const string unknown = "https://unknown.example.com";
        var answer = await browser.TokenAsync(unknown);
        answer.Token.Should().BeNull();
        answer.Reason.Should().Be(nameof(AccessTokenFailure.AudienceNotGranted));
        answer.Description.Should().Contain(unknown).And.Contain("policies");
        app.Events.Failures.Should().ContainSingle(failure => failure.Audience == unknown);

        AudienceOf(await browser.TokenAsync(force: true)).Should().NotBeNull("the session still works");
        app.Tenant.ReuseDetections.Should().Be(0);
    }

    [Fact]
    public async Task Nobody_signed_in_gets_nothing_and_the_tenant_is_not_asked()
    {
        await using var app = await AppHost.StartAsync();
        using var browser = app.Browser();
        (await browser.TokenAsync()).Reason.Should().Be(nameof(AccessTokenFailure.NotSignedIn));
        app.Tenant.Exchanges.Should().BeEmpty();
    }

    [Fact]
    public async Task Without_a_refresh_token_an_expired_token_is_missing_and_the_application_is_told()
    {
        await using var app = await AppHost.StartAsync(options => options.UseRefreshTokens = false);
        using var browser = await app.SignedInAsync();
        (await browser.TokenAsync()).Token.Should().NotBeNull();
        app.Tenant.Advance(PastExpiry);
        (await browser.TokenAsync()).Reason.Should().Be(nameof(AccessTokenFailure.NoRefreshTokenGranted));
        app.Events.MissingRefreshTokens.Should().HaveCount(1);
        app.Tenant.Exchanges.Should().BeEmpty();
    }

    [Fact]
    public async Task A_revoked_refresh_token_is_said_so_once_and_dropped()
    {
        await using var app = await AppHost.StartAsync();
        using var browser = await app.SignedInAsync();
        app.Tenant.RevokeRefreshTokens(app.Tenant.Users[0].Id);
        var answer = await browser.TokenAsync(AppHost.Inventory);
        answer.Reason.Should().Be(nameof(AccessTokenFailure.RefreshTokenRejected));
        answer.Error.Should().Be("invalid_grant");
        app.Events.Failures.Should().ContainSingle().Which.StatusCode.Should().Be(403);

        (await browser.TokenAsync(AppHost.Inventory)).Reason.Should().Be(nameof(AccessTokenFailure.NoRefreshToken));
        app.Events.MissingRefreshTokens.Should().ContainSingle();
        app.Tenant.Exchanges.Should().HaveCount(1);
        (await browser.TokenAsync()).Token.Should().NotBeNull("the token of the login is still valid");
    }

    /// <summary>Official SDK 39.</summary>
    [Fact]
    public async Task An_application_may_send_the_user_to_the_login_when_the_refresh_token_is_missing()
    {
        await using var app = await AppHost.StartAsync(
            options =>
            {
                options.UseRefreshTokens = false;
                options.Events.OnMissingRefreshToken = context =>
                {
                    context.Response.Redirect("/login");
                    return Task.CompletedTask;
                };
            },
            map: application => application.MapGet(
                "/page", async (HttpContext http, CancellationToken _) => { await http.GetAccessTokenAsync(cancellationToken: _); }));
        using var browser = await app.SignedInAsync();
        app.Tenant.Advance(PastExpiry);
        using var request = new HttpRequestMessage(HttpMethod.Get, "/page");
        using var response = await browser.SendAsync(request, followRedirects: false);
        response.Headers.Location!.OriginalString.Should().Be("/login");
    }

    /// <summary>Official SDK 35; in its issue 248 such a session was never renewed.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_session_in_a_cookie_scheme_of_the_applications_own_is_renewed_like_any_other(bool registered)
    {
        await using var app = await AppHost.StartAsync(
            login: options => options.CookieAuthenticationScheme = "Own",
            services: services => _ = registered
                ? services.AddAuthentication("Own").AddCookie("Own", options => options.Cookie.Name = "own").Services
                : services);
        using var browser = await app.SignedInAsync();
        var before = await browser.SessionAsync();
        app.Tenant.Advance(PastExpiry);
        var renewed = await browser.TokenAsync();
        var after = await browser.SessionAsync();
        after.AccessToken.Should().Be(renewed.Token).And.NotBe(before.AccessToken);
        after.RefreshToken.Should().NotBe(before.RefreshToken);
        AudienceOf(await browser.TokenAsync(AppHost.Inventory)).Should().Be(AppHost.Inventory);
        app.Tenant.Exchanges.Should().HaveCount(2);
        app.Tenant.ReuseDetections.Should().Be(0);
        browser.Cookies.Any(cookie => cookie.Name.StartsWith("own", StringComparison.Ordinal)).Should().Be(registered);
    }

    /// <summary>peer-traps 2.3 k: the second one's tenant was sent the first one's refresh token.</summary>
    [Fact]
    public async Task Schemes_that_share_a_cookie_do_not_share_its_refresh_token()
    {
        var asked = new List<Uri?>();
        await using var app = await AppHost.StartAsync(
            services: services => services
                .AddAuth0WebApp("Second", options =>
                {
                    (options.Domain, options.ClientId, options.ClientSecret) = ("second.example.com", "second", "second-secret");
                    options.CallbackPath = "/callback/second";
                    options.BackchannelHttpHandler = new Watched(
                        new HttpClientHandler { AllowAutoRedirect = false }, request => asked.Add(request.RequestUri));
                })
                .WithAccessToken(options => options.UseRefreshTokens = true),
            map: application => application.MapGet(
                "/second",
                async (HttpContext http, CancellationToken aborted) => AppEndpoints.Answer(await http.GetAccessTokenResultAsync(
                    new AccessTokenRequest { Audience = AppHost.Inventory }, "Second", aborted))));
        using var browser = await app.SignedInAsync();
        using var response = await browser.GetAsync("/second");
        (await response.Content.ReadAsStringAsync()).Should().Contain(nameof(AccessTokenFailure.NotSignedIn));
        asked.Should().BeEmpty();
        (await browser.TokenAsync(AppHost.Inventory)).Token.Should().NotBeNull();
    }

    /// <summary>peer-traps 2.4 a, b and d: a client, a discovery document and the application's own settings anew with each
    /// request.</summary>
    [Fact]
    public async Task Settings_are_read_once_and_so_is_the_discovery_document()
    {
        var settings = 0;
        var asked = new List<string>();
        await using var app = await AppHost.StartAsync(
            _ => settings++,
            options =>
            {
                settings++;
                options.BackchannelHttpHandler = new Watched(
                    options.BackchannelHttpHandler!, request => asked.Add(request.RequestUri!.AbsolutePath));
            });
        using var browser = await app.SignedInAsync();
        for (var i = 0; i < 3; i++)
        {
            (await browser.TokenAsync(force: true)).Token.Should().NotBeNull();
            await browser.SessionAsync();
        }

        settings.Should().Be(2, "the login's and the access tokens' are read once each");
        asked.Should().ContainSingle(path => path == "/.well-known/openid-configuration");
        asked.Should().ContainSingle(path => path == "/.well-known/jwks.json");
        asked.Count(path => path == "/oauth/token").Should().Be(4);
    }

    /// <summary>peer-traps 2.2 f and 2.3 b and i: what a tenant may leave out, and what it may add.</summary>
    [Fact]
    public async Task A_tenant_that_says_no_more_than_it_must_is_understood()
    {
        await using var app = await AppHost.StartAsync(tenantOptions: options =>
        {
            options.Behavior.OmitScope = true;
            options.Behavior.OmitExpiresIn = true;
            options.Behavior.OmitIdTokenOnRefresh = true;
            options.Behavior.AddUnknownMembers = true;
        });
        using var browser = await app.SignedInAsync();
        var before = await browser.SessionAsync();
        for (var i = 0; i < 2; i++)
        {
            (await browser.TokenAsync()).Scopes.Should().Contain("read:orders");
            (await browser.TokenAsync(AppHost.Inventory, "read:inventory")).Scopes.Should().Equal("read:inventory");
            (await browser.TokenAsync(AppHost.Inventory, "write:inventory")).Scopes.Should().Equal("write:inventory");
        }

        app.Tenant.Exchanges.Should().HaveCount(2);
        var after = await browser.SessionAsync();
        after.IdToken.Should().Be(before.IdToken);
        after.RefreshToken.Should().NotBe(before.RefreshToken);
    }

    [Theory]
    [MemberData(nameof(TransientFaults))]
    public async Task What_passes_changes_nothing_in_the_session(string name, Func<TokenFault> fault)
    {
        await using var app = await AppHost.StartAsync();
        using var browser = await app.SignedInAsync();
        var before = await browser.SessionAsync();
        app.Tenant.Faults.Add(fault());
        (await browser.TokenAsync(AppHost.Inventory)).Reason.Should().Be(nameof(AccessTokenFailure.Transient), name);
        (await browser.SessionAsync()).Should().Be(before);
        app.Events.Failures.Should().ContainSingle();

        app.Tenant.Advance(TimeSpan.FromSeconds(5)); // the tenant has asked to wait for so long, in one of the cases
        AudienceOf(await browser.TokenAsync(AppHost.Inventory)).Should().Be(AppHost.Inventory);
        app.Tenant.ReuseDetections.Should().Be(0);
    }

    public static TheoryData<string, Func<TokenFault>> TransientFaults() => new()
    {
        { "429", () => TokenFault.RateLimited(TimeSpan.FromSeconds(5)) },
        { "503", () => TokenFault.Answer(503, "<html></html>", "text/html") },
        { "500 that says invalid_grant", () => TokenFault.Error(500, "invalid_grant") },
        { "connection lost", TokenFault.Drop },
        { "200 without a token", () => TokenFault.Answer(200, "{}", "application/json") },
    };

    [Fact]
    public async Task Within_the_leeway_a_transient_failure_serves_the_token_that_is_still_valid()
    {
        await using var app = await AppHost.StartAsync();
        using var browser = await app.SignedInAsync();
        var before = await browser.TokenAsync();
        app.Tenant.Advance(TimeSpan.FromHours(24) - TimeSpan.FromSeconds(30));
        app.Tenant.Faults.Add(TokenFault.Answer(503));
        (await browser.TokenAsync()).Token.Should().Be(before.Token);
        app.Events.Failures.Should().ContainSingle().Which.ServedStoredToken.Should().BeTrue();
    }

    [Fact]
    public async Task Multi_factor_authentication_is_a_reason()
    {
        await using var app = await AppHost.StartAsync();
        using var browser = await app.SignedInAsync();
        app.Tenant.Faults.Add(TokenFault.MfaRequired());
        (await browser.TokenAsync(AppHost.Admin)).Reason.Should().Be(nameof(AccessTokenFailure.MfaRequired));
    }

    [Fact]
    public async Task A_login_for_another_audience_is_never_served_as_the_configured_one()
    {
        await using var app = await AppHost.StartAsync();
        using var browser = await app.SignedInAsync(
            $"/login?scope=openid&audience={Uri.EscapeDataString(AppHost.Admin)}");
        AudienceOf(await browser.TokenAsync(AppHost.Admin)).Should().Be(AppHost.Admin);
        app.Tenant.Exchanges.Should().BeEmpty();
        AudienceOf(await browser.TokenAsync()).Should().Be(AppHost.Orders);
        app.Tenant.Exchanges.Should().HaveCount(1);
    }

    [Fact]
    public async Task A_grant_narrower_than_asked_is_served_without_a_loop_and_says_what_is_missing()
    {
        await using var app = await AppHost.StartAsync();
        using var browser = await app.SignedInAsync();
        for (var call = 0; call < 3; call++)
        {
            var answer = await browser.TokenAsync(AppHost.Inventory, "read:inventory delete:inventory");
            answer.Token.Should().NotBeNull();
            answer.Missing.Should().Equal("delete:inventory");
        }

        app.Tenant.Exchanges.Should().HaveCount(1);
        (await browser.TokenAsync(AppHost.Inventory, "delete:inventory")).Reason
            .Should().Be(nameof(AccessTokenFailure.ScopeNotGranted));
    }

    [Fact]
    public async Task No_log_shows_anything_the_tenant_issued()
    {
        await using var app = await AppHost.StartAsync();
        using var browser = await app.SignedInAsync();
        await browser.TokenAsync(AppHost.Inventory);
        app.Tenant.Faults.Add(TokenFault.Error(500, "server_error"));
        await browser.TokenAsync(AppHost.Admin);
        app.Tenant.RevokeRefreshTokens(app.Tenant.Users[0].Id);
        await browser.TokenAsync(AppHost.Admin);
        (await browser.GetAsync("/logout")).Dispose();

        app.Logs.Lines.Should().NotBeEmpty();
        app.Tenant.IssuedSecrets.Should().NotBeEmpty();
        app.Leaks().Should().BeEmpty();
    }

    private static async Task<string> StringAsync(TenantBrowser browser)
    {
        using var response = await browser.GetAsync("/string");
        return await response.Content.ReadAsStringAsync();
    }

    private static string? AudienceOf(TokenAnswer answer) =>
        new JsonWebToken(answer.Token ?? throw new InvalidOperationException(answer.Reason + ": " + answer.Description))
            .Audiences.First();

    private sealed class Watched(HttpMessageHandler inner, Action<HttpRequestMessage> sent) : DelegatingHandler(inner)
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            sent(request);
            return base.SendAsync(request, cancellationToken);
        }
    }
}

using System.Net.Http.Json;
using System.Security.Claims;
using Auth0.AspNetCore.Mrrt.Testing;
using Auth0.AspNetCore.Mrrt.Tests.Support;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Auth0.AspNetCore.Mrrt.Tests.Session.Cookie;

/// <summary>Keeping a token is no sign-in, and prolongs nothing.</summary>
public sealed class KeepingTokensTests
{
    /// <summary>peer-traps 2.2 g: transformed roles became permanent and piled up.</summary>
    [Fact]
    public async Task What_a_claims_transformation_adds_is_not_kept()
    {
        await using var app = await AppHost.StartAsync(
            services: services => services.AddSingleton<IClaimsTransformation, AddRole>(), map: MapClaims);
        using var browser = await app.SignedInAsync();
        for (var i = 0; i < 3; i++)
        {
            await browser.TokenAsync(force: true);
        }

        (await ClaimsAsync(browser)).Count(claim => claim == "role=transformed").Should().Be(1, "once for this request");
        app.Tenant.Exchanges.Should().HaveCount(3);
    }

    /// <summary>conformance.md, "Session/cookies": every response that sets the session is no-store.</summary>
    [Fact]
    public async Task A_response_that_carries_new_tokens_must_not_be_stored()
    {
        await using var app = await AppHost.StartAsync();
        using var browser = await app.SignedInAsync();
        using var renewed = await browser.GetAsync("/token?force=true");
        renewed.Headers.Contains("Set-Cookie").Should().BeTrue();
        renewed.Headers.CacheControl!.NoStore.Should().BeTrue();
        using var stored = await browser.GetAsync("/token");
        stored.Headers.CacheControl?.NoStore.Should().NotBe(true, "the page's own caching stays its own");
    }

    /// <summary>conformance.md, "Session/cookies": a cookie that was touched is anonymous, and no exception.</summary>
    [Theory]
    [InlineData(0)]
    [InlineData(40)]
    [InlineData(int.MaxValue)]
    public async Task A_cookie_that_was_touched_is_nobodys(int at)
    {
        await using var app = await AppHost.StartAsync();
        using var browser = await app.SignedInAsync();
        var cookie = browser.Cookies.Single(cookie => cookie.Name == "__Host-Auth0.Cookies").Value.ToCharArray();
        at = Math.Min(at, cookie.Length - 1);
        cookie[at] = cookie[at] == 'A' ? 'B' : 'A';
        using var request = new HttpRequestMessage(HttpMethod.Get, "/token");
        request.Headers.Add("Cookie", $"__Host-Auth0.Cookies={new string(cookie)}");
        using var client = app.Server.CreateClient();
        using var response = await client.SendAsync(request);
        (await response.Content.ReadFromJsonAsync<TokenAnswer>())!.Reason.Should().Be(nameof(AccessTokenFailure.NotSignedIn));
        app.Tenant.Exchanges.Should().BeEmpty();
    }

    /// <summary>conformance.md, "Session/cookies": a new login over an old session: another one, and the old one ends.</summary>
    [Fact]
    public async Task Signing_in_again_begins_a_session_of_its_own_and_ends_the_one_before()
    {
        await using var app = await AppHost.StartAsync();
        using var browser = await app.SignedInAsync();
        var old = browser.Fork();
        var before = await browser.SessionAsync();
        (await browser.SignInAsync()).Dispose();
        var after = await browser.SessionAsync();
        after.RefreshToken.Should().NotBe(before.RefreshToken);
        (await browser.TokenAsync(AppHost.Inventory)).Token.Should().NotBeNull();
        (await old.SessionAsync()).Subject.Should().BeNull();
        (await old.TokenAsync(AppHost.Admin)).Reason.Should().Be(nameof(AccessTokenFailure.NotSignedIn));
        app.Tenant.ReuseDetections.Should().Be(0);
    }

    /// <summary>peer-traps 2.2 k: what cannot be written must not be lost (G5).</summary>
    [Fact]
    public async Task A_cookie_that_cannot_be_written_costs_nobody_a_token()
    {
        var cookies = new BrokenCookies();
        await using var app = await AppHost.StartAsync(services: services =>
            services.Configure<CookieAuthenticationOptions>("Cookies", options => options.CookieManager = cookies));
        using var browser = await app.SignedInAsync();
        cookies.Broken = true;
        var renewed = await browser.TokenAsync(force: true);
        renewed.Token.Should().NotBeNull();
        app.Logs.Lines.Should().ContainSingle(line => line.Contains("[201]", StringComparison.Ordinal));

        cookies.Broken = false;
        (await browser.TokenAsync()).Token.Should().Be(renewed.Token);
        (await browser.SessionAsync()).AccessToken.Should().Be(renewed.Token);
        (await browser.TokenAsync(AppHost.Inventory)).Token.Should().NotBeNull();
        app.Tenant.ReuseDetections.Should().Be(0);
    }

    /// <summary>conformance.md, "Writing": login and refresh give the same claims; peer-traps 2.6 e: claims of the protocol
    /// appeared with the first refresh, and those that were mapped went.</summary>
    [Fact]
    public async Task A_refresh_gives_the_same_claims_as_the_login()
    {
        await using var app = await AppHost.StartAsync(options => options.RebuildPrincipalOnRefresh = true, map: MapClaims);
        using var browser = await app.SignedInAsync();
        var before = await ClaimsAsync(browser);
        await browser.TokenAsync(force: true);
        var after = await ClaimsAsync(browser);
        after.Should().BeEquivalentTo(before);
        app.Logs.Lines.Should().NotContain(line => line.Contains("[306]", StringComparison.Ordinal), "the claims were rebuilt");
    }

    /// <summary>peer-traps 2.2 h: login audits counted refreshes.</summary>
    [Fact]
    public async Task The_applications_sign_in_events_do_not_hear_of_it()
    {
        List<string> heard = [];
        await using var app = await AppHost.StartAsync(services: services =>
            services.Configure<CookieAuthenticationOptions>("Cookies", options => options.Events = new()
            {
                OnSigningIn = _ => Heard(heard, "signing in"),
                OnSignedIn = _ => Heard(heard, "signed in"),
            }));
        using var browser = await app.SignedInAsync();
        heard.Should().Equal("signing in", "signed in");
        await browser.TokenAsync(force: true);
        heard.Should().HaveCount(2);
    }

    [Fact]
    public async Task Events_of_a_type_from_the_container_are_called_as_before()
    {
        await using var app = await AppHost.StartAsync(services: services =>
        {
            services.AddSingleton<CountingEvents>();
            services.Configure<CookieAuthenticationOptions>("Cookies", options => options.EventsType = typeof(CountingEvents));
        });
        using var browser = await app.SignedInAsync();
        await browser.TokenAsync(force: true);
        var events = app.Services.GetRequiredService<CountingEvents>();
        events.SignedIns.Should().Be(1);
        events.Validations.Should().BeGreaterThan(0);
    }

    [Fact]
    public async Task A_token_write_does_not_prolong_the_session()
    {
        await using var app = await AppHost.StartAsync(
            services: services => services.Configure<CookieAuthenticationOptions>(
                "Cookies", options => options.ExpireTimeSpan = TimeSpan.FromHours(10)),
            map: application => application.MapGet("/times", async (HttpContext http, CancellationToken _) =>
            {
                var properties = (await http.AuthenticateAsync("Cookies")).Properties;
                return new[] { properties?.IssuedUtc, properties?.ExpiresUtc };
            }));
        using var browser = await app.SignedInAsync();
        var before = await TimesAsync(browser);
        app.Tenant.Advance(TimeSpan.FromHours(2));
        await browser.TokenAsync(force: true);
        (await TimesAsync(browser)).Should().Equal(before);
    }

    [Fact]
    public async Task A_sliding_renewal_carries_the_newest_tokens()
    {
        await using var app = await AppHost.StartAsync(services: services =>
            services.Configure<CookieAuthenticationOptions>(
                "Cookies", options => options.ExpireTimeSpan = TimeSpan.FromHours(10)));
        using var browser = await app.SignedInAsync();
        app.Tenant.Advance(TimeSpan.FromHours(6));
        var renewed = await browser.TokenAsync(force: true);
        app.Tenant.Advance(TimeSpan.FromMinutes(1));
        (await browser.TokenAsync()).Token.Should().Be(renewed.Token);
        app.Tenant.Advance(TimeSpan.FromHours(8));
        (await browser.TokenAsync()).Token.Should().Be(renewed.Token, "the request before renewed the cookie");
        app.Tenant.ReuseDetections.Should().Be(0);
    }

    [Theory]
    [InlineData(TicketFormat.Compact)]
    [InlineData(TicketFormat.Framework)]
    public async Task The_framework_sees_the_new_token_in_the_same_request(TicketFormat format)
    {
        await using var app = await AppHost.StartAsync(login: options => options.TicketFormat = format, map: application => application.MapGet(
            "/both",
            async (HttpContext http, CancellationToken _) => new[]
            {
                await http.GetTokenAsync("access_token"),
                await http.GetAccessTokenAsync(new AccessTokenRequest { ForceRefresh = true }, cancellationToken: _),
                await http.GetTokenAsync("access_token"),
            }));
        using var browser = await app.SignedInAsync();
        using var response = await browser.GetAsync("/both");
        var tokens = (await response.Content.ReadFromJsonAsync<string[]>())!;
        tokens[1].Should().NotBe(tokens[0]);
        tokens[2].Should().Be(tokens[1]);
    }

    /// <summary>G5; the official SDK throws and loses the rotated token.</summary>
    [Fact]
    public async Task A_response_that_has_started_loses_nothing()
    {
        await using var app = await AppHost.StartAsync(map: application => application.MapGet(
            "/started",
            async (HttpContext http, CancellationToken _) =>
            {
                await http.Response.StartAsync(_);
                await http.Response.WriteAsync(await http.GetAccessTokenAsync(new AccessTokenRequest { ForceRefresh = true }, cancellationToken: _) ?? "none", cancellationToken: _);
                return Results.Empty;
            }));
        using var browser = await app.SignedInAsync();
        using var response = await browser.GetAsync("/started");
        var token = await response.Content.ReadAsStringAsync();
        response.Headers.Contains("Set-Cookie").Should().BeFalse();

        (await browser.TokenAsync()).Token.Should().Be(token);
        (await browser.TokenAsync(AppHost.Inventory)).Token.Should().NotBeNull();
        app.Tenant.Exchanges.Should().HaveCount(2);
        app.Tenant.ReuseDetections.Should().Be(0);
    }

    [Fact]
    public async Task A_response_that_is_cleared_on_an_error_still_carries_the_session()
    {
        await using var app = await AppHost.StartAsync(map: application => application.MapGet(
            "/broken",
            async Task<string> (HttpContext http, CancellationToken _) =>
            {
                await http.GetAccessTokenAsync(new AccessTokenRequest { ForceRefresh = true }, cancellationToken: _);
                throw new InvalidOperationException("the page is broken");
            }));
        using var browser = await app.SignedInAsync();
        var before = await browser.SessionAsync();
        using var response = await browser.GetAsync("/broken");
        response.Headers.Contains("Set-Cookie").Should().BeTrue();
        var carried = app.TicketOf(browser)!.Properties;
        carried.GetTokenValue("refresh_token").Should().NotBe(before.RefreshToken);
        (await browser.TokenAsync()).Token.Should().Be(carried.GetTokenValue("access_token"));
        app.Tenant.Exchanges.Should().ContainSingle();
    }

    [Fact]
    public async Task Asking_for_a_token_while_the_principal_is_validated_does_not_deadlock()
    {
        var asked = 0;
        await using var app = await AppHost.StartAsync(services: services =>
            services.Configure<CookieAuthenticationOptions>("Cookies", options => options.Events.OnValidatePrincipal =
                async context =>
                {
                    asked++;
                    await context.HttpContext.GetAccessTokenAsync(new AccessTokenRequest { Audience = AppHost.Admin });
                }));
        using var browser = await app.SignedInAsync();
        (await browser.SessionAsync()).Subject.Should().NotBeNull();
        (await browser.TokenAsync(AppHost.Admin)).Token.Should().NotBeNull();
        asked.Should().BeGreaterThan(1);
        app.Tenant.ReuseDetections.Should().Be(0);
    }

    [Fact]
    public async Task Asking_for_a_token_within_an_event_does_not_deadlock()
    {
        string? inner = null;
        await using var app = await AppHost.StartAsync(options => options.Events = new()
        {
            OnTokensRefreshed = async context => inner ??= await context.HttpContext.GetAccessTokenAsync(
                new AccessTokenRequest { Audience = AppHost.Inventory }),
        });
        using var browser = await app.SignedInAsync();
        (await browser.TokenAsync(AppHost.Admin)).Token.Should().NotBeNull();
        inner.Should().NotBeNull();
    }

    [Fact]
    public async Task An_event_handler_that_throws_takes_nobodys_token_away()
    {
        await using var app = await AppHost.StartAsync(options => options.Events = new()
        {
            OnTokensRefreshed = _ => throw new InvalidOperationException("the application's own fault"),
        });
        using var browser = await app.SignedInAsync();
        (await browser.TokenAsync(AppHost.Admin)).Token.Should().NotBeNull();
        app.Logs.Lines.Should().Contain(line => line.Contains("[303]", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_view_of_the_session_does_not_outlive_a_sign_in_of_another_user_in_the_same_request()
    {
        await using var app = await AppHost.StartAsync(map: application => application.MapGet(
            "/become",
            async (HttpContext http, CancellationToken _) =>
            {
                await http.GetAccessTokenAsync(cancellationToken: _);
                await http.SignInAsync("Cookies", new ClaimsPrincipal(new ClaimsIdentity([new Claim("sub", "x")], "test")));
                return (await http.GetAccessTokenResultAsync(cancellationToken: _)).Reason?.ToString() ?? "served";
            }));
        using var browser = await app.SignedInAsync();
        using var response = await browser.GetAsync("/become");
        (await response.Content.ReadAsStringAsync()).Should().NotContain("served");
    }

    [Fact]
    public async Task Signing_in_again_with_the_sessions_own_items_continues_it_with_the_newest_tokens()
    {
        await using var app = await AppHost.StartAsync(map: application => application.MapGet(
            "/rename",
            async (HttpContext http, CancellationToken _) =>
            {
                var result = await http.AuthenticateAsync("Cookies");
                var principal = result.Principal!.Clone();
                ((ClaimsIdentity)principal.Identity!).AddClaim(new Claim("nickname2", "renamed"));
                await http.SignInAsync("Cookies", principal, result.Properties);
                return "renamed";
            }),
            services: _ => { });
        using var browser = await app.SignedInAsync();
        var stale = browser.Fork();
        var renewed = await browser.TokenAsync(force: true);
        (await stale.GetAsync("/rename")).Dispose();
        (await stale.TokenAsync()).Token.Should().Be(renewed.Token);
        (await stale.TokenAsync(AppHost.Inventory)).Token.Should().NotBeNull();
        app.Tenant.ReuseDetections.Should().Be(0);
    }

    [Fact]
    public async Task Several_tokens_at_once_take_one_turn_and_write_the_session_once()
    {
        await using var app = await AppHost.StartAsync(map: application => application.MapGet(
            "/many",
            async (HttpContext http, CancellationToken _) => (await http.GetAccessTokensAsync([
                new AccessTokenRequest { Audience = AppHost.Inventory },
                new AccessTokenRequest { Audience = "https://unknown.example.com" },
                new AccessTokenRequest { Audience = AppHost.Admin },
                new AccessTokenRequest(),
            ], cancellationToken: _)).Select(AppEndpoints.Answer)));
        using var browser = await app.SignedInAsync();
        using var response = await browser.GetAsync("/many");
        var answers = (await response.Content.ReadFromJsonAsync<TokenAnswer[]>())!;
        answers.Select(answer => answer.Reason).Should().Equal(null, nameof(AccessTokenFailure.AudienceNotGranted), null, null);
        app.Tenant.Exchanges.Should().HaveCount(3);
        app.Tenant.ReuseDetections.Should().Be(0);
        (await browser.TokenAsync(AppHost.Admin)).Token.Should().Be(answers[2].Token);
        app.Tenant.Exchanges.Should().HaveCount(3);
    }

    [Fact]
    public async Task After_an_outage_several_tokens_at_once_ask_the_tenant_once()
    {
        await using var app = await AppHost.StartAsync(map: application => application.MapGet(
            "/many",
            async (HttpContext http, CancellationToken _) => (await http.GetAccessTokensAsync([
                new AccessTokenRequest { Audience = AppHost.Inventory },
                new AccessTokenRequest { Audience = AppHost.Admin },
            ], cancellationToken: _)).Select(AppEndpoints.Answer)));
        using var browser = await app.SignedInAsync();
        app.Tenant.Faults.Add(TokenFault.Answer(503).UntilCleared());
        using var response = await browser.GetAsync("/many");
        var answers = (await response.Content.ReadFromJsonAsync<TokenAnswer[]>())!;
        answers.Select(answer => answer.Reason).Should().AllBe(nameof(AccessTokenFailure.Transient));
        app.Tenant.Exchanges.Should().HaveCount(1);
        app.Events.Failures.Should().HaveCount(1);
    }

    [Theory]
    [InlineData(true, "Alice Renamed")]
    [InlineData(false, "Alice")]
    public async Task Claims_follow_a_refreshed_id_token_only_when_asked_to(bool rebuild, string name)
    {
        var alice = new TenantUser { Id = "auth0|alice", Name = "Alice", Email = "alice@example.com" };
        await using var app = await AppHost.StartAsync(
            options => options.RebuildPrincipalOnRefresh = rebuild,
            services: services => services.Configure<CookieAuthenticationOptions>("Cookies", options =>
                options.Events.OnSigningIn = context =>
                {
                    ((ClaimsIdentity)context.Principal!.Identity!).AddClaim(new Claim("added", "by the application"));
                    return Task.CompletedTask;
                }),
            map: MapClaims,
            tenantOptions: options => options.Users.Add(alice));
        using var browser = await app.SignedInAsync();
        alice.Name = "Alice Renamed";
        await browser.TokenAsync(force: true);
        var claims = await ClaimsAsync(browser);
        claims.Should().Contain($"name={name}").And.Contain("added=by the application");
        claims.Count(claim => claim.StartsWith("name=", StringComparison.Ordinal)).Should().Be(1);
        (await browser.SessionAsync()).Subject.Should().Be("auth0|alice");
    }

    private static Task Heard(List<string> heard, string what)
    {
        heard.Add(what);
        return Task.CompletedTask;
    }

    private static void MapClaims(WebApplication application) => application.MapGet(
        "/claims", (HttpContext http) => http.User.Claims.Select(claim => $"{claim.Type}={claim.Value}").ToArray());

    private static async Task<string[]> ClaimsAsync(TenantBrowser browser)
    {
        using var response = await browser.GetAsync("/claims");
        return (await response.Content.ReadFromJsonAsync<string[]>())!;
    }

    private static async Task<DateTimeOffset?[]> TimesAsync(TenantBrowser browser)
    {
        using var response = await browser.GetAsync("/times");
        return (await response.Content.ReadFromJsonAsync<DateTimeOffset?[]>())!;
    }

    private sealed class AddRole : IClaimsTransformation
    {
        public Task<ClaimsPrincipal> TransformAsync(ClaimsPrincipal principal)
        {
            // In place, as many applications do although the documentation warns.
            ((ClaimsIdentity)principal.Identity!).AddClaim(new Claim("role", "transformed"));
            return Task.FromResult(principal);
        }
    }

    private sealed class BrokenCookies : ICookieManager
    {
        private readonly ChunkingCookieManager _inner = new();

        public bool Broken { get; set; }

        public string? GetRequestCookie(HttpContext context, string key) => _inner.GetRequestCookie(context, key);

        public void AppendResponseCookie(HttpContext context, string key, string? value, CookieOptions options)
        {
            if (Broken)
            {
                throw new InvalidOperationException("no room for a cookie");
            }

            _inner.AppendResponseCookie(context, key, value, options);
        }

        public void DeleteCookie(HttpContext context, string key, CookieOptions options) => _inner.DeleteCookie(context, key, options);
    }

    private sealed class CountingEvents : CookieAuthenticationEvents
    {
        public int SignedIns { get; private set; }

        public int Validations { get; private set; }

        public override Task SignedIn(CookieSignedInContext context)
        {
            SignedIns++;
            return Task.CompletedTask;
        }

        public override Task ValidatePrincipal(CookieValidatePrincipalContext context)
        {
            Validations++;
            return Task.CompletedTask;
        }
    }
}

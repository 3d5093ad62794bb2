using System.Security.Claims;
using Auth0.AspNetCore.Mrrt.Testing;
using Auth0.AspNetCore.Mrrt.Tests.Support;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Auth0.AspNetCore.Mrrt.Tests.Session.Cookie;

/// <summary>G15: no other request brings back what a sign-in within the session has withdrawn. Two tabs of one browser: one
/// works on while the other changes the session.</summary>
public sealed class SignInGenerationTests : IDisposable
{
    private readonly TaskCompletionSource _arrived = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _go = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private readonly TaskCompletionSource _asked = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _goOn = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly HeldCalls _held = new();

    public static TheoryData<string, string> Slow() =>
        SessionPlaces.With("/slow?exchange=true", "/slow?late=true", "/slow?exchange=true&late=true");

    public void Dispose() => _held.Dispose();

    /// <summary>The slow request obtains its token before the sign-in, after it, or both.</summary>
    [Theory]
    [MemberData(nameof(Slow))]
    public async Task A_claim_that_a_sign_in_removed_stays_away(string kept, string slow)
    {
        await using var app = await StartAsync(kept);
        using var browser = await SignedInAsync(app);
        using var tab = browser.Fork();
        var working = tab.GetAsync(slow);
        await _arrived.Task;
        (await browser.GetAsync("/drop")).Dispose();
        _go.SetResult();
        using var response = await working;

        response.EnsureSuccessStatusCode();
        await AssertGoesOnAsync(app, browser, "none");
        if (kept != "cookie" || response.Headers.Contains("Set-Cookie"))
        {
            await AssertGoesOnAsync(app, tab, "none");
        }
    }

    /// <summary>The answer that dropped the role is overtaken by an older one, or lost.</summary>
    [Theory]
    [InlineData("cookie")]
    [InlineData("store")]
    [InlineData("application's store")]
    public async Task A_request_with_an_older_cookie_gets_the_claims_of_the_last_sign_in_and_its_cookie(string kept)
    {
        await using var app = await StartAsync(kept);
        using var browser = await SignedInAsync(app);
        using var tab = browser.Fork();
        (await browser.GetAsync("/drop")).Dispose();

        (await RoleAsync(tab)).Should().Be("none");
        app.Tenant.Advance(TimeSpan.FromHours(2)); // by now the record is needed no more
        await AssertGoesOnAsync(app, tab, "none");
    }

    [Theory]
    [InlineData("cookie")]
    [InlineData("store")]
    [InlineData("application's store")]
    public async Task A_renewal_that_slides_brings_nothing_back(string kept)
    {
        await using var app = await StartAsync(kept);
        using var browser = await SignedInAsync(app);
        app.Tenant.Advance(TimeSpan.FromDays(8)); // more than half of the session's life
        using var tab = browser.Fork();
        var working = tab.GetAsync("/slow");
        await _arrived.Task;
        (await browser.GetAsync("/drop")).Dispose();
        _go.SetResult();
        using var response = await working;

        if (kept == "cookie")
        {
            response.Headers.Contains("Set-Cookie").Should().BeFalse();
        }

        (await RoleAsync(browser)).Should().Be("none");
    }

    [Theory]
    [InlineData("cookie", "/slow?late=true")]
    [InlineData("store", "/slow?late=true")]
    [InlineData("application's store", "/slow?late=true")]
    [InlineData("cookie", "/slow?exchange=true")]
    [InlineData("store", "/slow?exchange=true")]
    [InlineData("application's store", "/slow?exchange=true")]
    public async Task A_session_that_a_sign_in_has_cut_short_ends_when_it_said(string kept, string slow)
    {
        await using var app = await StartAsync(kept);
        using var browser = await SignedInAsync(app);
        using var tab = browser.Fork();
        var working = tab.GetAsync(slow);
        await _arrived.Task;
        (await browser.GetAsync("/cut")).Dispose();
        _go.SetResult();
        (await working).Dispose();

        (await RoleAsync(tab)).Should().Be("admin");
        app.Tenant.Advance(TimeSpan.FromMinutes(11));
        (await RoleAsync(tab)).Should().BeEmpty();
        (await RoleAsync(browser)).Should().BeEmpty();
    }

    [Theory]
    [InlineData("cookie")]
    [InlineData("store")]
    [InlineData("application's store")]
    public async Task A_token_that_the_application_stored_is_not_replaced_by_an_exchange_that_was_under_way(string kept)
    {
        await using var app = await StartAsync(kept);
        using var browser = await SignedInAsync(app);
        using var tab = browser.Fork();
        var working = tab.GetAsync("/slow?exchange=true");
        await _arrived.Task;
        (await browser.GetAsync("/store?refresh_token=own")).Dispose();
        _go.SetResult();
        (await working).Dispose();

        (await browser.SessionAsync()).RefreshToken.Should().Be("own");
        (await tab.SessionAsync()).RefreshToken.Should().Be("own");
    }

    /// <summary>G14: a request that stays open, as a hub's does.</summary>
    [Theory]
    [InlineData("cookie")]
    [InlineData("store")]
    [InlineData("application's store")]
    public async Task An_open_request_gets_no_token_after_the_end_that_a_sign_in_has_set(string kept)
    {
        await using var app = await StartAsync(kept);
        using var browser = await SignedInAsync(app);
        using var tab = browser.Fork();
        var open = tab.GetAsync("/open");
        await _arrived.Task;
        (await browser.GetAsync("/cut")).Dispose();
        _go.SetResult();
        await _asked.Task;
        app.Tenant.Advance(TimeSpan.FromMinutes(11));
        _goOn.SetResult();
        using var response = await open;
        (await response.Content.ReadAsStringAsync()).Should().Be("granted, SessionEnded");
    }

    /// <summary>The application reads the tokens between two exchanges, changes one and signs in (G4).</summary>
    [Theory]
    [InlineData("cookie")]
    [InlineData("store")]
    [InlineData("application's store")]
    public async Task Tokens_that_the_application_read_before_another_exchange_bring_back_no_used_refresh_token(string kept)
    {
        await using var app = await StartAsync(kept);
        using var browser = await SignedInAsync(app);
        (await browser.GetAsync("/restore")).EnsureSuccessStatusCode().Dispose();

        await AssertGoesOnAsync(app, browser, "admin");
        await AssertGoesOnAsync(app, browser, "admin");
    }

    /// <summary>The application changes a token, asks for another, and then signs in.</summary>
    [Fact]
    public async Task An_exchange_between_a_change_and_its_sign_in_leaves_the_change()
    {
        await using var app = await StartAsync("cookie");
        using var browser = await SignedInAsync(app);
        (await browser.GetAsync("/change-and-ask")).EnsureSuccessStatusCode().Dispose();
        (await browser.SessionAsync()).RefreshToken.Should().Be("own");
    }

    /// <summary>An event of the sign-in that asks for a token does not wait for its own turn.</summary>
    [Fact]
    public async Task The_event_SignedIn_can_obtain_a_token()
    {
        AccessTokenResult? obtained = null;
        await using var app = await StartAsync("cookie", services => services.Configure<CookieAuthenticationOptions>("Cookies", options =>
            options.Events.OnSignedIn = async context => obtained = context.Request.Path == "/drop"
                ? await context.HttpContext.GetAccessTokenResultAsync(new AccessTokenRequest { Audience = AppHost.Inventory })
                : null));
        using var browser = await SignedInAsync(app);
        (await browser.GetAsync("/drop")).EnsureSuccessStatusCode().Dispose();
        obtained!.Succeeded.Should().BeTrue();
        await AssertGoesOnAsync(app, browser, "none");
    }

    [Fact]
    public async Task A_sign_in_waits_for_the_exchange_that_is_under_way_and_keeps_its_tokens()
    {
        await using var app = await StartAsync("cookie");
        using var browser = await SignedInAsync(app);
        using var tab = browser.Fork();
        _held.Hold();
        var working = tab.TokenAsync(force: true);
        await _held.Arrived;
        var dropping = browser.GetAsync("/drop");
        _held.Release();
        var token = await working;
        (await dropping).Dispose();

        (await browser.SessionAsync()).AccessToken.Should().Be(token.Token);
        await AssertGoesOnAsync(app, browser, "none");
        await AssertGoesOnAsync(app, tab, "none");
    }

    /// <summary>One more exchange, which presents the newest refresh token.</summary>
    private static async Task AssertGoesOnAsync(AppHost app, TenantBrowser browser, string role)
    {
        (await RoleAsync(browser)).Should().Be(role);
        (await browser.TokenAsync(force: true)).Reason.Should().BeNull();
        (await RoleAsync(browser)).Should().Be(role);
        app.Tenant.ReuseDetections.Should().Be(0);
    }

    private static async Task<string> RoleAsync(TenantBrowser browser)
    {
        using var response = await browser.GetAsync("/role");
        return await response.Content.ReadAsStringAsync();
    }

    private static async Task<TenantBrowser> SignedInAsync(AppHost app)
    {
        var browser = await app.SignedInAsync();
        (await browser.GetAsync("/promote")).Dispose();
        (await RoleAsync(browser)).Should().Be("admin");
        return browser;
    }

    private Task<AppHost> StartAsync(string kept, Action<IServiceCollection>? services = null) => AppHost.StartAsync(
        services: services,
        login: _held.Attach,
        build: SessionPlaces.Build(kept),
        map: application =>
        {
            application.MapGet("/role", (HttpContext http) => http.User.Identity?.IsAuthenticated == true
                ? http.User.FindFirstValue("role2") ?? "none"
                : "");
            application.MapGet("/promote", (HttpContext http) => SignInAsync(
                http, claims => [.. claims, new Claim("role2", "admin")]));
            application.MapGet("/drop", (HttpContext http) => SignInAsync(
                http, claims => claims.Where(claim => claim.Type != "role2")));
            application.MapGet("/cut", (HttpContext http) => SignInAsync(
                http, claims => claims, properties => properties.ExpiresUtc = properties.IssuedUtc + TimeSpan.FromMinutes(10)));
            application.MapGet("/store", (HttpContext http, string refresh_token) => SignInAsync(
                http,
                claims => claims,
                properties => properties.UpdateTokenValue("refresh_token", refresh_token)));
            application.MapGet("/change-and-ask", async (HttpContext http, CancellationToken _) =>
            {
                var session = await http.AuthenticateAsync("Cookies");
                session.Properties!.UpdateTokenValue("refresh_token", "own");
                await http.GetAccessTokenAsync(new AccessTokenRequest { ForceRefresh = true }, cancellationToken: CancellationToken.None);
                await http.SignInAsync("Cookies", session.Principal!, session.Properties);
            });
            application.MapGet("/restore", async (HttpContext http, CancellationToken _) =>
            {
                await http.GetAccessTokenAsync(new AccessTokenRequest { ForceRefresh = true }, cancellationToken: CancellationToken.None);
                var session = await http.AuthenticateAsync("Cookies");
                var read = session.Properties!.GetTokens().Where(token => token.Name != "access_token")
                    .Append(new AuthenticationToken { Name = "access_token", Value = "own" }).ToArray();
                await http.GetAccessTokenAsync(new AccessTokenRequest { ForceRefresh = true }, cancellationToken: CancellationToken.None);
                session.Properties!.StoreTokens(read);
                await http.SignInAsync("Cookies", session.Principal!, session.Properties);
            });
            application.MapGet("/open", async (HttpContext http, CancellationToken _) =>
            {
                _arrived.SetResult();
                await _go.Task;
                var first = await http.GetAccessTokenResultAsync(
                    new AccessTokenRequest { Audience = AppHost.Inventory }, cancellationToken: CancellationToken.None);
                _asked.SetResult();
                await _goOn.Task;
                var second = await http.GetAccessTokenResultAsync(cancellationToken: CancellationToken.None);
                return $"{first.Reason?.ToString() ?? "granted"}, {second.Reason?.ToString() ?? "granted"}";
            });
            application.MapGet("/slow", async (HttpContext http, CancellationToken _, bool exchange = false, bool late = false) =>
            {
                if (exchange)
                {
                    await http.GetAccessTokenAsync(new AccessTokenRequest { ForceRefresh = true }, cancellationToken: CancellationToken.None);
                }

                _arrived.SetResult();
                await _go.Task;
                if (late)
                {
                    await http.GetAccessTokenAsync(new AccessTokenRequest { ForceRefresh = true }, cancellationToken: CancellationToken.None);
                }
            });
        });

    private static async Task SignInAsync(
        HttpContext http, Func<IEnumerable<Claim>, IEnumerable<Claim>> claims, Action<AuthenticationProperties>? change = null)
    {
        var session = await http.AuthenticateAsync("Cookies");
        change?.Invoke(session.Properties!);
        var identity = new ClaimsIdentity(claims(session.Principal!.Claims), "test", "name", "roles");
        await http.SignInAsync("Cookies", new ClaimsPrincipal(identity), session.Properties);
    }
}

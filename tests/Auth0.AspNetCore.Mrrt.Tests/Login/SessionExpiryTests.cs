using System.Text.Json.Nodes;
using Auth0.AspNetCore.Mrrt.Tests.Support;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Auth0.AspNetCore.Mrrt.Tests.Login;

/// <summary>auth0-platform.md 6, conformance.md 41: <c>session_expiry</c> ends the application's session, whatever prolongs
/// it here.</summary>
public sealed class SessionExpiryTests
{
    private static readonly TimeSpan Ceiling = TimeSpan.FromMinutes(150);
    private static readonly TimeSpan Margin = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task The_session_ends_half_a_minute_before_and_not_sooner()
    {
        await using var rig = await StartAsync(TimeSpan.FromDays(14));
        rig.Time.Advance(Ceiling - Margin - TimeSpan.FromSeconds(1));
        (await rig.ClaimsAsync()).Should().NotBeEmpty();
        rig.Time.Advance(TimeSpan.FromSeconds(1));
        (await rig.ClaimsAsync()).Should().BeEmpty();
    }

    [Fact]
    public async Task A_session_that_slides_ends_with_it()
    {
        await using var rig = await StartAsync(TimeSpan.FromHours(1));
        foreach (var _ in Enumerable.Range(0, 3))
        {
            rig.Time.Advance(TimeSpan.FromMinutes(40));
            using var response = await rig.Browser.GetAsync("/user");
            RigBrowser.SetCookies(response).Should().ContainSingle("it slides");
        }

        rig.Time.Advance(TimeSpan.FromMinutes(29));
        (await rig.ClaimsAsync()).Should().NotBeEmpty("it has slid beyond its first hour");
        rig.Time.Advance(TimeSpan.FromMinutes(1) - Margin);
        (await rig.ClaimsAsync()).Should().BeEmpty("though its cookie would last for longer");
    }

    [Fact]
    public async Task A_ticket_that_ends_with_it_is_not_renewed_for_nothing()
    {
        await using var rig = await StartAsync(TimeSpan.FromDays(14));
        rig.Time.Advance(TimeSpan.FromMinutes(140));
        using var response = await rig.Browser.GetAsync("/user");
        RigBrowser.SetCookies(response).Should().BeEmpty();
    }

    /// <summary>A refreshed ID token says nothing of it, or something else: it is fixed at the login.</summary>
    [Theory]
    [InlineData(null)]
    [InlineData(365)]
    public async Task Refreshing_tokens_does_not_lift_it(int? days)
    {
        await using var rig = await StartAsync(TimeSpan.FromHours(1));
        rig.Tenant.Claims = claims =>
        {
            claims.Remove("nonce");
            if (days is { } later)
            {
                claims["session_expiry"] = claims["iat"]!.GetValue<long>() + (later * 86400);
            }
        };
        foreach (var audience in (string[])["a", "b", "c"])
        {
            rig.Time.Advance(TimeSpan.FromMinutes(40));
            using var response = await rig.Browser.GetAsync("/token?audience=" + audience);
            (await response.Content.ReadAsStringAsync()).Should().Be("token");
        }

        rig.Time.Advance(TimeSpan.FromMinutes(30) - Margin - TimeSpan.FromSeconds(1));
        (await rig.ClaimsAsync()).Should().NotBeEmpty();
        rig.Time.Advance(TimeSpan.FromSeconds(1));
        (await rig.ClaimsAsync()).Should().BeEmpty();
        using var after = await rig.Browser.GetAsync("/token?audience=a");
        (await after.Content.ReadAsStringAsync()).Should().Be("none");
    }

    [Fact]
    public async Task A_session_in_a_store_ends_with_it()
    {
        var tickets = new RecordedTickets();
        await using var rig = await StartAsync(TimeSpan.FromDays(14), tickets);
        rig.Time.Advance(Ceiling - Margin - TimeSpan.FromSeconds(1));
        (await rig.ClaimsAsync()).Should().NotBeEmpty();
        rig.Time.Advance(TimeSpan.FromSeconds(1));
        (await rig.ClaimsAsync()).Should().BeEmpty();
    }

    [Theory]
    [InlineData("\"1\"")]
    [InlineData("-1")]
    [InlineData("0")]
    [InlineData("10000000000")]
    [InlineData("1e300")]
    [InlineData(null)]
    public async Task What_makes_no_sense_ends_nothing(string? value)
    {
        await using var rig = await StartAsync(
            TimeSpan.FromDays(14), ceiling: value is null ? null : JsonNode.Parse(value));
        rig.Time.Advance(TimeSpan.FromDays(13));
        (await rig.ClaimsAsync()).Should().NotBeEmpty();
    }

    /// <summary>NumericDate may have a fraction (RFC 7519, section 2).</summary>
    [Fact]
    public async Task A_fraction_of_a_second_makes_it_no_less_an_end()
    {
        await using var rig = await StartAsync(TimeSpan.FromDays(14), JsonValue.Create(Ceiling.TotalSeconds + 0.5), relative: true);
        rig.Time.Advance(Ceiling - Margin - TimeSpan.FromSeconds(1));
        (await rig.ClaimsAsync()).Should().NotBeEmpty();
        rig.Time.Advance(TimeSpan.FromSeconds(1));
        (await rig.ClaimsAsync()).Should().BeEmpty();

        await using var over = await LoginRig.StartAsync();
        over.Tenant.Claims = claims => claims["session_expiry"] = claims["iat"]!.GetValue<long>() - 1.5;
        (await over.RefusalAsync()).Should().Contain("session_expiry");
    }

    [Fact]
    public async Task It_ends_for_requests_under_way_as_well()
    {
        await using var rig = await StartAsync(TimeSpan.FromDays(14));
        var gate = rig.Services.GetRequiredService<Gate>();
        var held = rig.Browser.GetAsync("/hold");
        await gate.Entered;
        rig.Time.Advance(Ceiling);
        gate.Release();
        using var response = await held;
        (await response.Content.ReadAsStringAsync()).Should().Be("token, then SessionEnded, SessionEnded");
    }

    /// <summary>An application that changes the user's claims, and writes what it keeps itself.</summary>
    [Theory]
    [InlineData("/again")]
    [InlineData("/again-with-tokens")]
    public async Task An_application_that_signs_its_user_in_again_does_not_lift_it(string path)
    {
        await using var rig = await StartAsync(TimeSpan.FromDays(14));
        (await rig.Browser.GetAsync(path)).Dispose();
        rig.Time.Advance(Ceiling - Margin - TimeSpan.FromSeconds(1));
        (await rig.ClaimsAsync()).Should().NotBeEmpty();
        rig.Time.Advance(TimeSpan.FromSeconds(1));
        (await rig.ClaimsAsync()).Should().BeEmpty();
    }

    /// <summary>It is this login's; the one before may have had an end, and have reached it.</summary>
    [Fact]
    public async Task The_next_login_has_its_own()
    {
        await using var rig = await StartAsync(TimeSpan.FromDays(14));
        rig.Time.Advance(Ceiling - TimeSpan.FromMinutes(5));
        rig.Tenant.Claims = _ => { };
        (await rig.RefusalAsync()).Should().BeNull();
        rig.Time.Advance(TimeSpan.FromDays(13));
        (await rig.ClaimsAsync()).Should().NotBeEmpty();
    }

    [Fact]
    public async Task Who_leaves_after_it_is_revoked_like_anybody()
    {
        await using var rig = await StartAsync(TimeSpan.FromHours(1));
        rig.Time.Advance(TimeSpan.FromMinutes(40));
        (await rig.Browser.GetAsync("/user")).Dispose();
        rig.Time.Advance(TimeSpan.FromMinutes(40));
        (await rig.Browser.GetAsync("/user")).Dispose();
        rig.Time.Advance(TimeSpan.FromMinutes(40));
        (await rig.Browser.GetAsync("/user")).Dispose();
        rig.Time.Advance(TimeSpan.FromMinutes(30));
        (await rig.ClaimsAsync()).Should().BeEmpty();
        (await rig.Browser.GetAsync("/logout")).Dispose();
        rig.Tenant.To("custom/revoke").Should().ContainSingle();
    }

    private static Task<LoginRig> StartAsync(TimeSpan life, ITicketStore? store = null) =>
        StartAsync(life, JsonValue.Create(Ceiling.TotalSeconds), store, relative: true);

    private static void Map(WebApplication application)
    {
        application.MapGet("/token", async (HttpContext http, string audience, CancellationToken cancel) =>
            await http.GetAccessTokenAsync(new AccessTokenRequest { Audience = audience }, cancellationToken: cancel) is null ? "none" : "token");
        application.MapGet("/logout", (HttpContext http) => http.SignOutAsync(Auth0Constants.AuthenticationScheme));
        application.MapGet("/again", (HttpContext http) => http.SignInAsync("Cookies", http.User));
        application.MapGet("/again-with-tokens", async (HttpContext http) =>
        {
            var properties = new AuthenticationProperties();
            properties.StoreTokens((await http.AuthenticateAsync("Cookies")).Properties!.GetTokens());
            await http.SignInAsync("Cookies", http.User, properties);
        });
        application.MapGet("/hold", async (HttpContext http, Gate gate, CancellationToken cancel) =>
        {
            var first = await http.GetAccessTokenAsync(cancellationToken: cancel) is null ? "none" : "token";
            await gate.PassAsync();
            var again = await http.GetAccessTokenResultAsync(cancellationToken: cancel);
            var other = await http.GetAccessTokenResultAsync(new AccessTokenRequest { Audience = "other" }, cancellationToken: cancel);
            return $"{first}, then {again.Reason}, {other.Reason}";
        });
    }

    /// <summary>Holds a request until the test lets it go.</summary>
    private sealed class Gate
    {
        private readonly TaskCompletionSource _entered = new();
        private readonly TaskCompletionSource _released = new();

        public Task Entered => _entered.Task;

        public void Release() => _released.SetResult();

        public Task PassAsync()
        {
            _entered.SetResult();
            return _released.Task;
        }
    }

    private static async Task<LoginRig> StartAsync(
        TimeSpan life, JsonNode? ceiling, ITicketStore? store = null, bool relative = false)
    {
        var rig = await LoginRig.StartAsync(
            services: services => services.AddSingleton<Gate>().Configure<CookieAuthenticationOptions>("Cookies", options =>
            {
                options.ExpireTimeSpan = life;
                options.SessionStore = store;
            }),
            map: Map);
        rig.Tenant.Claims = claims =>
        {
            if (ceiling is not null)
            {
                claims["session_expiry"] = relative
                    ? claims["iat"]!.GetValue<long>() + ceiling.GetValue<double>()
                    : ceiling.DeepClone();
            }
        };
        (await rig.RefusalAsync()).Should().BeNull();
        return rig;
    }
}

using System.Text.Json.Nodes;
using Auth0.AspNetCore.Mrrt.Tests.Support;
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

    private static Task<LoginRig> StartAsync(TimeSpan life, ITicketStore? store = null) =>
        StartAsync(life, JsonValue.Create((long)Ceiling.TotalSeconds), store, relative: true);

    private static async Task<LoginRig> StartAsync(
        TimeSpan life, JsonNode? ceiling, ITicketStore? store = null, bool relative = false)
    {
        var rig = await LoginRig.StartAsync(
            services: services => services.Configure<CookieAuthenticationOptions>("Cookies", options =>
            {
                options.ExpireTimeSpan = life;
                options.SessionStore = store;
            }),
            map: application => application.MapGet("/token", async (HttpContext http, string audience, CancellationToken cancel) =>
                await http.GetAccessTokenAsync(new AccessTokenRequest { Audience = audience }, cancellationToken: cancel) is null ? "none" : "token"));
        rig.Tenant.Claims = claims =>
        {
            if (ceiling is not null)
            {
                claims["session_expiry"] = relative
                    ? claims["iat"]!.GetValue<long>() + ceiling.GetValue<long>()
                    : ceiling.DeepClone();
            }
        };
        (await rig.RefusalAsync()).Should().BeNull();
        return rig;
    }
}

using System.Security.Claims;
using Auth0.AspNetCore.Mrrt.Coordination;
using Auth0.AspNetCore.Mrrt.Tests.Support;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Auth0.AspNetCore.Mrrt.Tests.Session.Cookie;

/// <summary>Until when the coordinator has to remember that a session has ended: the expiry of the last cookie of it that
/// can be around, one that is renewed at that very moment included.</summary>
public sealed class SessionEndTests
{
    private static readonly TimeSpan LateRenewal = TimeSpan.FromMinutes(1);

    private readonly ScriptedSessions _sessions = new();

    /// <summary>The session's own life is the longer of what its ticket says and what the next renewal will say.</summary>
    [Theory]
    [InlineData(1, 10)]
    [InlineData(10, 10)]
    [InlineData(30, 30)]
    public async Task An_end_is_remembered_for_a_life_of_the_session_from_now_and_a_moment(int days, int remembered)
    {
        await using var app = await StartAsync();
        using var browser = app.Browser();
        (await browser.GetAsync($"/in?days={days}")).Dispose();
        app.Tenant.Advance(TimeSpan.FromHours(2));
        var before = app.Tenant.Clock.GetUtcNow();
        (await browser.GetAsync("/logout/local")).Dispose();
        var life = TimeSpan.FromDays(remembered) + LateRenewal;
        _sessions.Ends.Should().ContainSingle().Which.Should()
            .BeOnOrAfter(before + life).And.BeOnOrBefore(app.Tenant.Clock.GetUtcNow() + life);
    }

    /// <summary>Of a server whose clock is ahead, say.</summary>
    [Fact]
    public async Task A_ticket_that_lasts_longer_than_any_renewal_is_remembered_for_as_long()
    {
        await using var app = await StartAsync();
        using var browser = app.Browser();
        (await browser.GetAsync("/in?days=10&ahead=5")).Dispose();
        var expires = app.TicketOf(browser)!.Properties.ExpiresUtc;
        expires.Should().BeAfter(app.Tenant.Clock.GetUtcNow().AddDays(14));
        (await browser.GetAsync("/logout/local")).Dispose();
        _sessions.Ends.Should().Equal(expires);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_ticket_that_never_expires_can_be_signed_out(bool issuedAtTheStart)
    {
        await using var app = await StartAsync();
        using var browser = app.Browser();
        (await browser.GetAsync($"/in/for-ever?issuedAtTheStart={issuedAtTheStart}")).Dispose();
        using var response = await browser.GetAsync("/logout/local");
        response.IsSuccessStatusCode.Should().BeTrue();
        _sessions.Ends.Should().ContainSingle().Which.Should().BeAfter(app.Tenant.Clock.GetUtcNow().AddYears(1000));
    }

    [Fact]
    public async Task A_sign_out_of_nobody_ends_nothing()
    {
        await using var app = await StartAsync();
        using var browser = app.Browser();
        (await browser.GetAsync("/logout/local")).Dispose();
        _sessions.Ends.Should().BeEmpty();
    }

    private Task<AppHost> StartAsync() => AppHost.StartAsync(
        services: services => services
            .AddSingleton<ISessionCoordinator>(_sessions)
            .Configure<CookieAuthenticationOptions>("Cookies", options => options.ExpireTimeSpan = TimeSpan.FromDays(10)),
        map: application =>
        {
            application.MapGet("/in/for-ever", (HttpContext http, TimeProvider time, bool issuedAtTheStart) => http.SignInAsync(
                "Cookies",
                new ClaimsPrincipal(new ClaimsIdentity([new(ClaimTypes.NameIdentifier, "user")], "test")),
                new AuthenticationProperties
                {
                    IssuedUtc = issuedAtTheStart ? DateTimeOffset.UnixEpoch : null,
                    ExpiresUtc = DateTimeOffset.MaxValue,
                    AllowRefresh = false,
                }));
            application.MapGet("/in", (HttpContext http, TimeProvider time, int days, int ahead = 0) =>
            {
                var issued = time.GetUtcNow().AddDays(ahead);
                return http.SignInAsync(
                    "Cookies",
                    new ClaimsPrincipal(new ClaimsIdentity([new(ClaimTypes.NameIdentifier, "user")], "test")),
                    new AuthenticationProperties { IssuedUtc = issued, ExpiresUtc = issued.AddDays(days) });
            });
        });
}

using System.Security.Claims;
using Auth0.AspNetCore.Mrrt.Tests.Support;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Auth0.AspNetCore.Mrrt.Tests.Session.Cookie;

/// <summary>An application that sets <c>ShouldRenew</c> when it validates the principal, as interval validators do.</summary>
public sealed class RenewedByValidationTests
{
    private Action<CookieValidatePrincipalContext>? _validate;

    /// <summary>The request takes over what another request obtained, and obtains nothing itself.</summary>
    [Theory]
    [InlineData(false, false)]
    [InlineData(true, false)]
    [InlineData(true, true)]
    public async Task A_late_cookie_that_the_application_renews_is_written_with_the_newest_tokens(bool replaces, bool asks)
    {
        await using var app = await StartAsync();
        using var browser = await app.SignedInAsync();
        using var late = browser.Fork();
        var renewed = await browser.TokenAsync(force: true);
        app.Tenant.Advance(TimeSpan.FromHours(1));
        _validate = context =>
        {
            context.ShouldRenew = true;
            if (replaces)
            {
                context.ReplacePrincipal(WithClaim(context.Principal!, "validated"));
            }
        };
        var before = app.Tenant.Clock.GetUtcNow();
        (await late.GetAsync(asks ? "/token" : "/")).Dispose();

        var ticket = app.TicketOf(late)!;
        ticket.Properties.GetTokenValue("access_token").Should().Be(renewed.Token);
        ticket.Principal.HasClaim(claim => claim.Type == "validated").Should().Be(replaces);
        ticket.Properties.IssuedUtc.Should().BeOnOrAfter(before.AddSeconds(-1), "the framework moves it as well");
        (ticket.Properties.ExpiresUtc - ticket.Properties.IssuedUtc).Should().Be(TimeSpan.FromDays(14));
        app.Tenant.Exchanges.Should().ContainSingle();
    }

    [Fact]
    public async Task An_interval_validator_looks_once_per_interval()
    {
        await using var app = await StartAsync();
        using var browser = await app.SignedInAsync();
        var looked = 0;
        _validate = context =>
        {
            if (app.Tenant.Clock.GetUtcNow() - context.Properties.IssuedUtc > TimeSpan.FromMinutes(30))
            {
                looked++;
                context.ShouldRenew = true;
            }
        };
        app.Tenant.Advance(TimeSpan.FromHours(1));
        await browser.TokenAsync(force: true);
        await browser.TokenAsync(force: true);
        await browser.TokenAsync();
        looked.Should().Be(1);
    }

    /// <summary>The life that a sign-in sets is not replaced by one that the request's own cookie had.</summary>
    [Fact]
    public async Task A_sign_in_that_cuts_the_session_short_keeps_its_end_in_a_request_that_slides_and_exchanges()
    {
        await using var app = await StartAsync();
        using var browser = await app.SignedInAsync();
        app.Tenant.Advance(TimeSpan.FromDays(8));
        var before = app.Tenant.Clock.GetUtcNow();
        (await browser.GetAsync("/cut")).Dispose();
        app.TicketOf(browser)!.Properties.ExpiresUtc.Should().BeBefore(before.AddMinutes(11));
    }

    private static ClaimsPrincipal WithClaim(ClaimsPrincipal principal, string claim)
    {
        var renewed = principal.Clone();
        renewed.AddIdentity(new([new(claim, "yes")]));
        return renewed;
    }

    private Task<AppHost> StartAsync() => AppHost.StartAsync(
        services: services => services.Configure<CookieAuthenticationOptions>("Cookies", options =>
            options.Events.OnValidatePrincipal = context =>
            {
                _validate?.Invoke(context);
                return Task.CompletedTask;
            }),
        map: application => application.MapGet("/cut", async (HttpContext http, TimeProvider time, CancellationToken _) =>
        {
            var result = await http.AuthenticateAsync("Cookies");
            result.Properties!.ExpiresUtc = time.GetUtcNow().AddMinutes(10);
            await http.SignInAsync("Cookies", result.Principal!, result.Properties);
            return await http.GetAccessTokenAsync(new AccessTokenRequest { ForceRefresh = true }, cancellationToken: _);
        }));
}

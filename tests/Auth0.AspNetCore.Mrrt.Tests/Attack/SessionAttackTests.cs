using System.Security.Claims;
using Auth0.AspNetCore.Mrrt.Coordination;
using Auth0.AspNetCore.Mrrt.Testing;
using Auth0.AspNetCore.Mrrt.Tests.Support;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Auth0.AspNetCore.Mrrt.Tests.Attack;

/// <summary>Ended sessions that come back, and cookies that go back in time.</summary>
public sealed class SessionAttackTests
{
    private static readonly TimeSpan BeyondGrace = InProcessSessionCoordinator.Grace + TimeSpan.FromMinutes(1);
    private static readonly TimeSpan LongAfter = TimeSpan.FromDays(6);

    /// <summary>G8. A request that left before the sign-out arrives after it; the ticket is in the second half of its
    /// life. The framework decides on the sliding renewal before the principal is validated.</summary>
    [Fact(Timeout = 20_000)]
    public async Task A_request_of_an_ended_session_gets_no_renewed_cookie()
    {
        await using var app = await AppHost.StartAsync();
        using var browser = await app.SignedInAsync();
        app.Tenant.Advance(TimeSpan.FromDays(8));
        var late = browser.Fork();
        (await browser.GetAsync("/logout/local")).Dispose();

        using var response = await late.GetAsync("/session");
        response.Headers.TryGetValues("Set-Cookie", out var cookies);
        (cookies ?? []).Any(cookie => cookie.StartsWith("__Host-Auth0.Cookies", StringComparison.Ordinal)
                && !cookie.Contains("1970", StringComparison.Ordinal))
            .Should().BeFalse("an ended session must not be renewed");
    }

    /// <summary>G8. The cookie survives in the browser (a response that arrived after the sign-out's, or the renewal
    /// above); the tombstone is gone after an hour, the ticket is good for two weeks, the refresh token for thirty days.</summary>
    [Fact(Timeout = 20_000)]
    public async Task An_ended_session_is_still_ended_an_hour_later()
    {
        await using var app = await AppHost.StartAsync();
        using var browser = await app.SignedInAsync();
        var late = browser.Fork();
        (await browser.GetAsync("/logout/local")).Dispose();
        (await late.SessionAsync()).Subject.Should().BeNull();

        app.Tenant.Advance(LongAfter);
        (await late.SessionAsync()).Subject.Should().BeNull("sign-out wins for good");
        (await late.TokenAsync(AppHost.Inventory)).Token.Should().BeNull();
    }

    /// <summary>G8. Renewing the claims of a session that another tab ended meanwhile.</summary>
    [Fact(Timeout = 20_000)]
    public async Task Signing_in_on_with_the_items_of_an_ended_session_sets_no_cookie_of_it()
    {
        var go = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var arrived = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var app = await AppHost.StartAsync(map: web => web.MapGet("/claims", Claims(arrived, go.Task)));
        using var browser = await app.SignedInAsync();
        var tab = browser.Fork();
        var renewing = tab.GetAsync("/claims");
        await arrived.Task.WaitAsync(TimeSpan.FromSeconds(10));
        (await browser.GetAsync("/logout/local")).Dispose();
        go.SetResult();
        (await renewing).Dispose();

        app.Tenant.Advance(LongAfter);
        (await tab.SessionAsync()).Subject.Should().BeNull("the sign-out came before this sign-in");
    }

    /// <summary>A common way to renew claims: out and in again within one request.</summary>
    [Fact(Timeout = 20_000)]
    public async Task Signing_out_and_in_again_in_one_request_signs_in()
    {
        await using var app = await AppHost.StartAsync(map: web => web.MapGet("/again", async (HttpContext http, CancellationToken _) =>
        {
            var ticket = (await http.AuthenticateAsync()).Ticket!;
            await http.SignOutAsync("Cookies");
            await http.SignInAsync("Cookies", ticket.Principal, ticket.Properties);
        }));
        using var browser = await app.SignedInAsync();
        (await browser.GetAsync("/again")).Dispose();
        (await browser.SessionAsync()).Subject.Should().NotBeNull("signing in is the last thing that happened");
    }

    /// <summary>G4. A sliding renewal writes the ticket as the request brought it, not the newest generation.</summary>
    [Fact(Timeout = 20_000)]
    public async Task A_sliding_renewal_does_not_put_an_old_generation_back_into_the_browser()
    {
        var go = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var arrived = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var app = await AppHost.StartAsync(map: web => web.MapGet("/slow", async (HttpContext _, CancellationToken _) =>
        {
            arrived.SetResult();
            await go.Task;
            return "slow";
        }));
        using var browser = await app.SignedInAsync();
        app.Tenant.Advance(TimeSpan.FromDays(8));
        var slow = browser.GetAsync("/slow"); // same cookie jar: one browser, two tabs
        await arrived.Task.WaitAsync(TimeSpan.FromSeconds(10));
        await browser.TokenAsync(AppHost.Inventory);
        await browser.TokenAsync(AppHost.Inventory); // has caught up
        go.SetResult();
        (await slow).Dispose();

        app.Tenant.Advance(BeyondGrace);
        await browser.TokenAsync(AppHost.Admin);
        app.Tenant.ReuseDetections.Should().Be(0, "a spent refresh token is never presented again (G4)");
    }

    /// <summary>G4. The same through an application that renews the claims.</summary>
    [Fact(Timeout = 20_000)]
    public async Task Renewed_claims_do_not_put_an_old_generation_back_into_the_browser()
    {
        var go = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var arrived = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var app = await AppHost.StartAsync(map: web => web.MapGet("/claims", Claims(arrived, go.Task)));
        using var browser = await app.SignedInAsync();
        var renewing = browser.GetAsync("/claims");
        await arrived.Task.WaitAsync(TimeSpan.FromSeconds(10));
        await browser.TokenAsync(AppHost.Inventory);
        await browser.TokenAsync(AppHost.Inventory);
        go.SetResult();
        (await renewing).Dispose();

        app.Tenant.Advance(BeyondGrace);
        await browser.TokenAsync(AppHost.Admin);
        app.Tenant.ReuseDetections.Should().Be(0);
    }

    /// <summary>G4. A WebSocket, a hub, a stream, a long poll: the request's view is older than the grace period.</summary>
    [Fact(Timeout = 20_000)]
    public async Task A_long_request_does_not_present_a_refresh_token_that_was_spent_meanwhile()
    {
        var go = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var arrived = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var app = await AppHost.StartAsync(map: web => web.MapGet("/long", async (HttpContext http, CancellationToken _) =>
        {
            arrived.SetResult();
            await go.Task;
            return AppEndpoints.Answer(await http.GetAccessTokenResultAsync(
                new AccessTokenRequest { Audience = AppHost.Admin }, cancellationToken: CancellationToken.None));
        }));
        using var browser = await app.SignedInAsync();
        var stream = browser.Snapshot().GetAsync("/long");
        await arrived.Task.WaitAsync(TimeSpan.FromSeconds(10));
        await browser.TokenAsync(AppHost.Inventory);
        await browser.TokenAsync(AppHost.Inventory);
        app.Tenant.Advance(BeyondGrace);
        await browser.TokenAsync(AppHost.Inventory);
        go.SetResult();
        (await stream).Dispose();

        app.Tenant.ReuseDetections.Should().Be(0);
        (await browser.TokenAsync(force: true)).Reason.Should().BeNull("the user is still signed in");
    }

    /// <summary>G5. The token came after the response had started; the user is back the day after tomorrow.</summary>
    [Fact(Timeout = 20_000)]
    public async Task A_token_obtained_after_the_response_started_is_not_lost_after_a_weekend()
    {
        await using var app = await AppHost.StartAsync(map: web => web.MapGet("/stream", async (HttpContext http, CancellationToken _) =>
        {
            await http.Response.StartAsync(CancellationToken.None);
            await http.GetAccessTokenResultAsync(
                new AccessTokenRequest { Audience = AppHost.Admin }, cancellationToken: CancellationToken.None);
        }));
        using var browser = await app.SignedInAsync();
        (await browser.GetAsync("/stream")).Dispose();
        app.Tenant.Advance(TimeSpan.FromHours(25));

        var answer = await browser.TokenAsync();
        app.Tenant.ReuseDetections.Should().Be(0, "the cookie is good for two weeks and the record for a day");
        answer.Reason.Should().BeNull();
    }

    /// <summary>A busy user of a sliding session is signed out in the middle of the work.</summary>
    [Fact(Timeout = 20_000)]
    public async Task A_sliding_session_slides_although_each_request_renews_a_token()
    {
        await using var app = await AppHost.StartAsync(
            services: services => services.Configure<CookieAuthenticationOptions>(
                "Cookies", options => options.ExpireTimeSpan = TimeSpan.FromMinutes(30)),
            tenantOptions: options =>
            {
                options.Apis.Add(new TenantApi
                {
                    Identifier = AppHost.Orders,
                    Scopes = ["read:orders"],
                    AccessTokenLifetime = TimeSpan.FromMinutes(5),
                });
            });
        using var browser = await app.SignedInAsync();
        for (var request = 0; request < 8; request++)
        {
            app.Tenant.Advance(TimeSpan.FromMinutes(6));
            (await browser.TokenAsync()).Reason.Should().BeNull($"the user was active 6 minutes ago (request {request})");
        }
    }

    /// <summary>Sign-outs of sessions without tokens cost an entry each: SessionIdentity.Derive makes up a new name.</summary>
    [Fact(Timeout = 20_000)]
    public async Task Signing_out_again_and_again_with_one_cookie_costs_memory_once()
    {
        await using var app = await AppHost.StartAsync(map: web => web.MapGet("/local", (HttpContext http) => http.SignInAsync(
            "Cookies", new ClaimsPrincipal(new ClaimsIdentity([new Claim("name", "local")], "local")))));
        using var browser = app.Browser();
        (await browser.GetAsync("/local")).Dispose();
        var tab = browser.Snapshot();
        for (var i = 0; i < 20; i++)
        {
            (await tab.GetAsync("/logout/local")).Dispose();
        }

        ((InProcessSessionCoordinator)app.Services.GetRequiredService<ISessionCoordinator>())
            .Count.Should().BeLessThanOrEqualTo(1);
    }

    /// <summary>Re-entrancy: an application event that the framework raises before the principal is validated.</summary>
    [Fact(Timeout = 20_000)]
    public async Task Asking_for_a_token_while_sliding_expiration_is_checked_ends()
    {
        var app = await AppHost.StartAsync(services: services => services
            .Configure<CookieAuthenticationOptions>("Cookies", options => options.Events.OnCheckSlidingExpiration =
                async context =>
                {
                    await Task.Yield(); // without this it is not a deadlock but a stack overflow: the process dies
                    await context.HttpContext.GetAccessTokenAsync();
                }));
        var browser = await app.SignedInAsync();
        await browser.Invoking(b => b.GetAsync("/session").WaitAsync(TimeSpan.FromSeconds(10)))
            .Should().NotThrowAsync<TimeoutException>();
        browser.Dispose(); // a deadlocked application cannot be disposed: only when it ended
        await app.DisposeAsync();
    }

    private static Func<HttpContext, CancellationToken, Task> Claims(TaskCompletionSource arrived, Task go) => async (http, _) =>
    {
        var ticket = (await http.AuthenticateAsync()).Ticket!;
        arrived.SetResult();
        await go;
        await http.SignInAsync("Cookies", ticket.Principal, ticket.Properties);
    };
}

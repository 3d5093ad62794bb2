using System.Security.Claims;
using Auth0.AspNetCore.Mrrt.Testing;
using Auth0.AspNetCore.Mrrt.Tests.Support;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Auth0.AspNetCore.Mrrt.Tests.Session.Cookie;

/// <summary>G16: an application ends a session and begins another with its tokens in one request. The refresh token is
/// presented once all the same, while another tab's exchange is under way.</summary>
public sealed class OutAndInTests : IDisposable
{
    private readonly HeldCalls _held = new();
    private AuthenticationProperties? _copy;
    private readonly TaskCompletionSource _arrived = New();
    private readonly TaskCompletionSource _go = New();
    private readonly TaskCompletionSource _left = New();
    private readonly TaskCompletionSource _goOn = New();

    public static TheoryData<string, string> Ways() => SessionPlaces.With("/out-and-in", "/store-anew", "/out-and-store");

    public void Dispose() => _held.Dispose();

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task The_new_session_goes_on_with_what_the_exchange_obtained(string kept, string way)
    {
        await using var app = await StartAsync(kept);
        using var browser = await app.SignedInAsync();
        using var tab = browser.Fork();
        _held.Hold();
        var asking = tab.TokenAsync(AppHost.Inventory);
        await _held.Arrived;
        var leaving = browser.GetAsync(way);
        _held.Release();
        var asked = await asking;
        (await leaving).EnsureSuccessStatusCode().Dispose();

        await AssertGoesOnAsync(app, browser);
        (asked.Reason ?? "granted").Should().BeOneOf("granted", nameof(AccessTokenFailure.SessionEnded));
        (await tab.SessionAsync()).Subject.Should().BeNull("the old session has ended");
    }

    /// <summary>The exchange has committed, and the request that leaves does not know of it.</summary>
    [Theory]
    [MemberData(nameof(Ways))]
    public async Task The_new_session_goes_on_with_the_newest_tokens_of_the_old_one(string kept, string way)
    {
        await using var app = await StartAsync(kept);
        using var browser = await app.SignedInAsync();
        using var tab = browser.Fork();
        var leaving = browser.GetAsync(way + "?wait=true");
        await _arrived.Task;
        (await tab.TokenAsync(AppHost.Inventory)).Reason.Should().BeNull();
        _go.SetResult();
        (await leaving).EnsureSuccessStatusCode().Dispose();

        await AssertGoesOnAsync(app, browser);
    }

    /// <summary>The application has kept the properties of an earlier request, whose refresh token has been used since (G4).</summary>
    [Theory]
    [InlineData("cookie")]
    [InlineData("store")]
    [InlineData("application's store")]
    public async Task An_older_copy_of_the_properties_brings_back_no_used_refresh_token(string kept)
    {
        await using var app = await StartAsync(kept);
        using var browser = await app.SignedInAsync();
        (await browser.GetAsync("/copy")).EnsureSuccessStatusCode().Dispose();
        (await browser.TokenAsync(force: true)).Reason.Should().BeNull();
        (await browser.GetAsync("/out-and-in-with-copy")).EnsureSuccessStatusCode().Dispose();
        await AssertGoesOnAsync(app, browser);
    }

    /// <summary>G8.</summary>
    [Theory]
    [InlineData("cookie")]
    [InlineData("store")]
    [InlineData("application's store")]
    public async Task A_refresh_token_that_no_sign_in_takes_is_revoked(string kept)
    {
        await using var app = await StartAsync(kept);
        using var browser = await app.SignedInAsync();
        using var tab = browser.Fork();
        _held.Hold();
        var asking = tab.TokenAsync(AppHost.Inventory);
        await _held.Arrived;
        var leaving = browser.GetAsync("/out?wait=true");
        await _left.Task;
        _held.Release();
        (await asking).Reason.Should().Be(nameof(AccessTokenFailure.SessionEnded));
        app.Tenant.Counters.Revocations.Should().Be(0, "the request may sign in again");
        _goOn.SetResult();
        (await leaving).Dispose();

        await _held.RevokedAsync();
        app.Tenant.Counters.Revocations.Should().Be(1);
    }

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private static async Task AssertGoesOnAsync(AppHost app, TenantBrowser browser)
    {
        for (var i = 0; i < 2; i++)
        {
            (await browser.TokenAsync(force: true)).Reason.Should().BeNull();
        }

        (app.Tenant.ReuseDetections, app.Tenant.FamiliesRevoked).Should().Be((0, 0));
        app.Tenant.Counters.Revocations.Should().Be(0);
    }

    private Task<AppHost> StartAsync(string kept) => AppHost.StartAsync(
        login: _held.Attach,
        build: SessionPlaces.Build(kept),
        map: application =>
        {
            application.MapGet("/out-and-in", async (HttpContext http, CancellationToken _, bool wait = false) =>
            {
                var session = await AuthenticateAsync(http, wait);
                await http.SignOutAsync("Cookies");
                await http.SignInAsync("Cookies", session.Principal!, session.Properties);
            });
            application.MapGet("/copy", async (HttpContext http, CancellationToken _) =>
                _copy = (await http.AuthenticateAsync("Cookies")).Properties!.Clone());
            application.MapGet("/out-and-in-with-copy", async (HttpContext http, CancellationToken _) =>
            {
                var user = (await http.AuthenticateAsync("Cookies")).Principal!;
                await http.SignOutAsync("Cookies");
                await http.SignInAsync("Cookies", user, _copy);
            });
            application.MapGet("/out-and-store", async (HttpContext http, CancellationToken _, bool wait = false) =>
            {
                var session = await AuthenticateAsync(http, wait);
                await http.SignOutAsync("Cookies");
                await http.SignInAsync("Cookies", session.Principal!, WithTokensOf(session));
            });
            application.MapGet("/store-anew", async (HttpContext http, CancellationToken _, bool wait = false) =>
            {
                var session = await AuthenticateAsync(http, wait);
                await http.SignInAsync("Cookies", new ClaimsPrincipal(session.Principal!.Identity!), WithTokensOf(session));
            });
            application.MapGet("/out", async (HttpContext http, CancellationToken _) =>
            {
                await http.SignOutAsync("Cookies");
                _left.SetResult();
                await _goOn.Task;
            });
        });

    private async Task<AuthenticateResult> AuthenticateAsync(HttpContext http, bool wait)
    {
        var session = await http.AuthenticateAsync("Cookies");
        if (wait)
        {
            _arrived.SetResult();
            await _go.Task;
        }

        return session;
    }

    private static AuthenticationProperties WithTokensOf(AuthenticateResult session)
    {
        var properties = new AuthenticationProperties();
        properties.StoreTokens(session.Properties!.GetTokens());
        properties.Items[".AuthScheme"] = session.Properties!.Items[".AuthScheme"];
        return properties;
    }
}

using System.Net.Http.Json;
using Auth0.AspNetCore.Mrrt.Testing;
using Auth0.AspNetCore.Mrrt.Tests.Support;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.IdentityModel.JsonWebTokens;

namespace Auth0.AspNetCore.Mrrt.Tests.Tokens;

/// <summary>Calls at once, with rotation on and no overlap: the reason for this library.</summary>
public sealed class ConcurrencyTests
{
    private static readonly TimeSpan PastExpiry = TimeSpan.FromHours(25);

    /// <summary>G2.</summary>
    [Fact]
    public async Task Twenty_requests_at_once_make_one_exchange_and_get_the_same_token()
    {
        await using var app = await AppHost.StartAsync();
        using var browser = await app.SignedInAsync();
        app.Tenant.Advance(PastExpiry);
        using var gate = app.Tenant.Faults.HoldTokenCalls();
        var tab = browser.Snapshot();
        var calls = Enumerable.Range(0, 20).Select(_ => tab.TokenAsync()).ToArray();
        await gate.WaitForArrivalsAsync(1);
        gate.Release();

        var answers = await Task.WhenAll(calls);
        answers.Select(answer => answer.Token).Distinct().Should().ContainSingle().Which.Should().NotBeNull();
        AssertHealthy(app, exchanges: 1);
        app.Events.Refreshes.Should().ContainSingle("each exchange is told once, not once per waiter");
    }

    /// <summary>peer-traps, second half, 2.1: only the first caller's response carried the tokens, and the response that
    /// came last put the old ones back.</summary>
    [Fact]
    public async Task The_response_of_everybody_who_waited_carries_the_newest_tokens()
    {
        await using var app = await AppHost.StartAsync();
        using var browser = await app.SignedInAsync();
        app.Tenant.Advance(PastExpiry);
        using var gate = app.Tenant.Faults.HoldTokenCalls();
        TenantBrowser[] tabs = [.. Enumerable.Range(0, 5).Select(_ => browser.Fork())];
        var calls = tabs.Select(tab => tab.TokenAsync()).ToArray();
        await gate.WaitForArrivalsAsync(1);
        gate.Release();
        var answers = await Task.WhenAll(calls);

        foreach (var tab in tabs)
        {
            app.TicketOf(tab)!.Properties.GetTokenValue("access_token").Should().Be(answers[0].Token);
        }

        AssertHealthy(app, exchanges: 1);
    }

    /// <summary>G3: each exchange with the newest refresh token.</summary>
    [Fact]
    public async Task Requests_at_once_for_three_audiences_make_three_exchanges_one_after_the_other()
    {
        await using var app = await AppHost.StartAsync();
        using var browser = await app.SignedInAsync();
        app.Tenant.Advance(PastExpiry);
        string[] audiences = [AppHost.Orders, AppHost.Inventory, AppHost.Admin];
        var tab = browser.Snapshot();
        var answers = await Task.WhenAll(
            Enumerable.Range(0, 30).Select(call => tab.TokenAsync(audiences[call % 3])));

        answers.Select((answer, call) => AudienceOf(answer) == audiences[call % 3]).Should().AllBeEquivalentTo(true);
        AssertHealthy(app, exchanges: 3);
        app.Tenant.Exchanges.Select(exchange => exchange.Generation).Should().OnlyHaveUniqueItems();
        app.Tenant.Counters.MaxTokenCallsInFlight.Should().Be(1);
    }

    [Fact]
    public async Task Three_audiences_within_one_request_write_one_cookie_that_holds_them_all()
    {
        await using var app = await AppHost.StartAsync();
        using var browser = await app.SignedInAsync();
        app.Tenant.Advance(PastExpiry);
        string[] audiences = [AppHost.Orders, AppHost.Inventory, AppHost.Admin];
        using var response = await browser.GetAsync(
            "/tokens?" + string.Join('&', audiences.Select(audience => "audience=" + Uri.EscapeDataString(audience))));
        var answers = (await response.Content.ReadFromJsonAsync<TokenAnswer[]>())!;
        answers.Select(AudienceOf).Should().Equal(audiences);
        response.Headers.GetValues("Set-Cookie").Count(cookie => cookie.Contains("CookiesC1", StringComparison.Ordinal)
                || cookie.StartsWith("__Host-Auth0.Cookies=", StringComparison.Ordinal))
            .Should().BeLessThanOrEqualTo(2, "a chunked cookie is its head and its first chunk, each once");

        foreach (var audience in audiences)
        {
            AudienceOf(await browser.TokenAsync(audience)).Should().Be(audience);
        }

        AssertHealthy(app, exchanges: 3);
    }

    /// <summary>G4 and G5: a browser that never saw the new cookie.</summary>
    [Fact]
    public async Task A_late_request_with_an_old_cookie_gets_the_new_token_and_the_newest_cookie()
    {
        await using var app = await AppHost.StartAsync();
        using var browser = await app.SignedInAsync();
        app.Tenant.Advance(PastExpiry);
        var late = browser.Fork();
        var renewed = await browser.TokenAsync();
        await browser.TokenAsync(AppHost.Inventory);

        (await late.TokenAsync()).Token.Should().Be(renewed.Token);
        AudienceOf(await late.TokenAsync(AppHost.Inventory)).Should().Be(AppHost.Inventory);
        AudienceOf(await late.TokenAsync(AppHost.Admin)).Should().Be(AppHost.Admin);
        AssertHealthy(app, exchanges: 3);
        (await late.SessionAsync()).RefreshToken.Should().NotBe((await browser.Snapshot().SessionAsync()).IdToken);
    }

    /// <summary>Response order: whichever cookie arrives last, the next request ends on the newest generation.</summary>
    [Fact]
    public async Task Cookies_that_arrive_in_the_other_order_do_no_harm()
    {
        await using var app = await AppHost.StartAsync();
        using var browser = await app.SignedInAsync();
        var before = browser.Fork();
        await browser.TokenAsync(AppHost.Inventory);
        var between = browser.Fork();
        await browser.TokenAsync(AppHost.Admin);

        foreach (var stale in new[] { between, before })
        {
            AudienceOf(await stale.TokenAsync(AppHost.Inventory)).Should().Be(AppHost.Inventory);
            AudienceOf(await stale.TokenAsync(AppHost.Admin)).Should().Be(AppHost.Admin);
            (await stale.TokenAsync(force: true)).Token.Should().NotBeNull();
        }

        app.Tenant.ReuseDetections.Should().Be(0);
    }

    /// <summary>S10: response 1 was overtaken by response 2, and the browser is away until shortly before its cookie
    /// expires.</summary>
    [Theory]
    [InlineData(26, 14, true)]
    [InlineData((14 * 24) - 1, 14, true)]
    [InlineData((14 * 24) - 1, 14, false)]
    [InlineData((60 * 24) - 1, 60, true)]
    [InlineData((60 * 24) - 1, 60, false)]
    public async Task A_cookie_that_was_overtaken_never_presents_a_used_refresh_token(int hoursAway, int cookieDays, bool newestWasSent)
    {
        await using var app = await AppHost.StartAsync(services: services => services.Configure<CookieAuthenticationOptions>(
            "Cookies", options => options.ExpireTimeSpan = TimeSpan.FromDays(cookieDays)));
        (app.Tenant.Client.AbsoluteLifetime, app.Tenant.Client.IdleLifetime) = (null, null);
        using var browser = await app.SignedInAsync();
        await browser.TokenAsync(AppHost.Inventory);
        var overtaken = browser.Fork();
        await browser.TokenAsync(AppHost.Admin);
        if (newestWasSent)
        {
            await browser.SessionAsync();
        }

        app.Tenant.Advance(TimeSpan.FromHours(hoursAway));
        var answer = await overtaken.TokenAsync(force: true);

        app.Tenant.Counters.ReuseDetections.Should().Be(0);
        answer.Reason.Should().Be(newestWasSent ? nameof(AccessTokenFailure.NoRefreshToken) : null);
    }

    /// <summary>S10: a cookie that slides lives longer than the one that the exchange knew.</summary>
    [Fact]
    public async Task A_cookie_that_was_renewed_while_the_newest_was_obtained_never_presents_a_used_refresh_token()
    {
        await using var app = await AppHost.StartAsync();
        (app.Tenant.Client.AbsoluteLifetime, app.Tenant.Client.IdleLifetime) = (null, null);
        using var browser = await app.SignedInAsync();
        app.Tenant.Advance(TimeSpan.FromDays(8));
        var renewed = browser.Fork();
        await renewed.SessionAsync(); // slides: 14 days from now
        await browser.TokenAsync(AppHost.Inventory); // with the cookie that has 6 days left
        await browser.SessionAsync();

        app.Tenant.Advance(TimeSpan.FromDays(14) - TimeSpan.FromHours(1));
        (await renewed.TokenAsync(AppHost.Admin)).Reason.Should().Be(nameof(AccessTokenFailure.NoRefreshToken));
        app.Tenant.Counters.ReuseDetections.Should().Be(0);
    }

    /// <summary>G10 and G5: the client goes away in the middle of the exchange.</summary>
    [Fact]
    public async Task A_caller_that_gives_up_loses_nothing_and_stops_nobody()
    {
        await using var app = await AppHost.StartAsync();
        using var browser = await app.SignedInAsync();
        app.Tenant.Advance(PastExpiry);
        using var gate = app.Tenant.Faults.HoldTokenCalls(TokenCallMoment.AfterProcessing);
        using var gone = new CancellationTokenSource();
        var leader = browser.Snapshot().GetAsync("/token", gone.Token);
        await gate.WaitForArrivalsAsync(1);
        var follower = browser.TokenAsync();
        await gone.CancelAsync();
        await leader.Invoking(call => call).Should().ThrowAsync<Exception>("the client is gone");
        gate.Release();

        (await follower).Token.Should().NotBeNull();
        AssertHealthy(app, exchanges: 1);
    }

    [Fact]
    public async Task When_every_caller_gives_up_the_next_request_finds_the_token()
    {
        await using var app = await AppHost.StartAsync();
        using var browser = await app.SignedInAsync();
        app.Tenant.Advance(PastExpiry);
        using var gate = app.Tenant.Faults.HoldTokenCalls(TokenCallMoment.AfterProcessing);
        using var gone = new CancellationTokenSource();
        var leader = browser.Snapshot().GetAsync("/token", gone.Token);
        await gate.WaitForArrivalsAsync(1);
        await gone.CancelAsync();
        await leader.Invoking(call => call).Should().ThrowAsync<Exception>("the client is gone");
        gate.Release();

        (await browser.TokenAsync()).Token.Should().NotBeNull();
        AssertHealthy(app, exchanges: 1);
    }

    /// <summary>G6.</summary>
    [Fact]
    public async Task Two_users_at_once_get_their_own_tokens()
    {
        await using var app = await AppHost.StartAsync();
        using var alice = await app.SignedInAsync(user: app.Tenant.Users[0]);
        using var bob = await app.SignedInAsync(user: app.Tenant.Users[1]);
        app.Tenant.Advance(PastExpiry);
        app.Tenant.ResetLog();
        var (ofAlice, ofBob) = (alice.Snapshot(), bob.Snapshot());
        var answers = await Task.WhenAll(
            Enumerable.Range(0, 40).Select(call => (call % 2 == 0 ? ofAlice : ofBob).TokenAsync()));

        answers.Select((answer, call) => new JsonWebToken(answer.Token).Subject == app.Tenant.Users[call % 2].Id)
            .Should().AllBeEquivalentTo(true);
        AssertHealthy(app, exchanges: 2);
    }

    /// <summary>G8.</summary>
    [Fact]
    public async Task A_sign_out_wins_over_an_exchange_under_way_and_its_late_refresh_token_is_revoked()
    {
        await using var app = await AppHost.StartAsync();
        using var browser = await app.SignedInAsync();
        app.Tenant.Advance(PastExpiry);
        var tab = browser.Fork();
        using var gate = app.Tenant.Faults.HoldTokenCalls(TokenCallMoment.AfterProcessing);
        var exchange = tab.TokenAsync();
        await gate.WaitForArrivalsAsync(1);
        (await browser.GetAsync("/logout/local")).Dispose();
        gate.Release();

        (await exchange).Reason.Should().Be(nameof(AccessTokenFailure.SessionEnded));
        (await tab.SessionAsync()).Subject.Should().BeNull("the session stays gone");
        app.Tenant.Counters.Revocations.Should().Be(1);
    }

    /// <summary>G11.</summary>
    [Fact]
    public async Task Nobody_waits_for_a_renewal_while_it_holds_a_usable_token()
    {
        await using var app = await AppHost.StartAsync();
        using var browser = await app.SignedInAsync();
        var current = await browser.TokenAsync();
        app.Tenant.Advance(TimeSpan.FromHours(24) - TimeSpan.FromSeconds(30));
        using var gate = app.Tenant.Faults.HoldTokenCalls();
        var tab = browser.Snapshot();
        var leader = tab.TokenAsync();
        await gate.WaitForArrivalsAsync(1);

        (await tab.TokenAsync()).Token.Should().Be(current.Token);
        leader.IsCompleted.Should().BeFalse();
        gate.Release();
        (await leader).Token.Should().NotBe(current.Token);
    }

    [Fact]
    public async Task Forced_refreshes_at_once_share_one_exchange_and_one_after_the_other_do_not()
    {
        var joined = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var app = await AppHost.StartAsync(map: application => application.MapGet(
            "/ten",
            async (HttpContext http, CancellationToken _) =>
            {
                var force = new AccessTokenRequest { ForceRefresh = true };
                Task<string?>[] calls = [.. Enumerable.Range(0, 10).Select(_ => http.GetAccessTokenAsync(force).AsTask())];
                joined.SetResult(); // each of the ten is past its first look
                return await Task.WhenAll(calls);
            }));
        using var browser = await app.SignedInAsync();
        using var gate = app.Tenant.Faults.HoldTokenCalls();
        var asking = browser.GetAsync("/ten");
        await joined.Task;
        gate.Release();
        using var response = await asking;
        (await response.Content.ReadFromJsonAsync<string[]>())!.Distinct().Should().ContainSingle();
        app.Tenant.Exchanges.Should().HaveCount(1);
        await browser.TokenAsync(force: true);
        AssertHealthy(app, exchanges: 2);
    }

    private static void AssertHealthy(AppHost app, int exchanges)
    {
        app.Tenant.Exchanges.Should().HaveCount(exchanges);
        app.Tenant.ReuseDetections.Should().Be(0);
        app.Tenant.FamiliesRevoked.Should().Be(0);
    }

    private static string? AudienceOf(TokenAnswer answer) =>
        new JsonWebToken(answer.Token ?? throw new InvalidOperationException(answer.Reason + ": " + answer.Description))
            .Audiences.First();
}

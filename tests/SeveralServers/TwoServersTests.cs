using Auth0.AspNetCore.Mrrt.Testing;
using Auth0.AspNetCore.Mrrt.Tests.Support;
using Microsoft.IdentityModel.JsonWebTokens;

namespace Auth0.AspNetCore.Mrrt.SeveralServers;

/// <summary>The whole application on two servers, with sessions in cookies and in the backend: the tenant's log is the
/// judge.</summary>
public abstract class TwoServersTests
{
    private static readonly TimeSpan PastExpiry = TimeSpan.FromHours(25);
    private static readonly TimeSpan Late = TimeSpan.FromSeconds(11);
    private static readonly string[] Audiences = [AppHost.Orders, AppHost.Inventory, AppHost.Admin];

    protected abstract bool Store { get; }

    /// <summary>G2 and G4. Each request goes to the next server, the sign-in's own included.</summary>
    [BackendFact]
    public async Task Requests_at_once_on_both_servers_make_one_exchange_and_get_the_same_token()
    {
        await using var both = await TwoServers.StartAsync(Store);
        using var browser = await both.SignedInAsync();
        both.Tenant.Advance(PastExpiry);
        using var gate = both.Tenant.Faults.HoldTokenCalls();
        var tab = browser.Snapshot();
        var calls = Enumerable.Range(0, 20).Select(_ => tab.TokenAsync()).ToArray();
        await gate.WaitForArrivalsAsync(1);
        await both.Backend.WaitingAsync(1);
        gate.Release();

        var answers = await Task.WhenAll(calls);
        answers.Select(answer => answer.Token).Distinct().Should().ContainSingle().Which.Should().NotBeNull();
        AssertHealthy(both, exchanges: 1);
    }

    /// <summary>G3.</summary>
    [BackendFact]
    public async Task Requests_at_once_for_three_audiences_make_three_exchanges_one_after_the_other()
    {
        await using var both = await TwoServers.StartAsync(Store);
        using var browser = await both.SignedInAsync();
        both.Tenant.Advance(PastExpiry);
        var tab = browser.Snapshot();
        var answers = await Task.WhenAll(
            Enumerable.Range(0, 18).Select(call => tab.TokenAsync(Audiences[call / 2 % 3])));
        answers.Select((answer, call) => AudienceOf(answer) == Audiences[call / 2 % 3]).Should().AllBeEquivalentTo(true);
        AssertHealthy(both, exchanges: 3);
        both.Tenant.Counters.MaxTokenCallsInFlight.Should().Be(1);
    }

    /// <summary>G4 and G5: the browser never saw what the other server wrote.</summary>
    [BackendFact]
    public async Task ALate_request_on_the_other_server_takes_over_what_it_missed()
    {
        await using var both = await TwoServers.StartAsync(Store);
        using var browser = await both.SignedInAsync();
        both.Tenant.Advance(PastExpiry);
        var late = browser.Fork();
        both.Balancer.Only = 0;
        var renewed = await browser.TokenAsync();
        await browser.TokenAsync(AppHost.Inventory);

        both.Balancer.Only = 1;
        (await late.TokenAsync()).Token.Should().Be(renewed.Token);
        AudienceOf(await late.TokenAsync(AppHost.Admin)).Should().Be(AppHost.Admin);
        both.Balancer.Only = 0;
        AudienceOf(await browser.TokenAsync(AppHost.Admin)).Should().Be(AppHost.Admin);
        AssertHealthy(both, exchanges: 3);
    }

    /// <summary>G8.</summary>
    [BackendFact]
    public async Task A_sign_out_on_one_server_holds_on_the_other()
    {
        await using var both = await TwoServers.StartAsync(Store);
        using var browser = await both.SignedInAsync();
        var copy = browser.Fork();
        both.Balancer.Only = 0;
        (await browser.GetAsync("/logout/local")).Dispose();

        both.Balancer.Only = 1;
        if (!Store)
        {
            await both.HearAsync(1);
        }

        (await copy.SessionAsync()).Subject.Should().BeNull();
        (await copy.TokenAsync()).Reason.Should().Be(nameof(AccessTokenFailure.NotSignedIn));
    }

    /// <summary>G8: no cookie comes back, and the refresh token that came too late is revoked.</summary>
    [BackendFact]
    public async Task A_sign_out_on_one_server_wins_over_an_exchange_on_the_other()
    {
        await using var both = await TwoServers.StartAsync(Store);
        using var browser = await both.SignedInAsync();
        both.Tenant.Advance(PastExpiry);
        var copy = browser.Fork();
        using var gate = both.Tenant.Faults.HoldTokenCalls(TokenCallMoment.AfterProcessing);
        both.Balancer.Only = 0;
        var call = copy.TokenAsync();
        await gate.WaitForArrivalsAsync(1);
        both.Balancer.Only = 1;
        (await browser.GetAsync("/logout/local")).Dispose();
        gate.Release();

        (await call).Reason.Should().Be(nameof(AccessTokenFailure.SessionEnded));
        both.Balancer.Only = 0;
        (await copy.SessionAsync()).Subject.Should().BeNull();
        both.Tenant.Counters.Revocations.Should().Be(0, "the other server's request may sign in again");
        both.Tenant.Advance(Late);
        await both.Calls[0].RevokedAsync();
        both.Tenant.Counters.Revocations.Should().Be(1, "the refresh token that came too late was revoked");
        both.Tenant.ReuseDetections.Should().Be(0);
    }

    /// <summary>G16: the exchange of one server goes on while the session leaves on the other.</summary>
    [BackendFact]
    public async Task A_session_that_goes_out_and_in_takes_over_what_the_other_server_obtains()
    {
        await using var both = await TwoServers.StartAsync(Store);
        using var browser = await both.SignedInAsync();
        using var tab = browser.Fork();
        using var gate = both.Tenant.Faults.HoldTokenCalls(TokenCallMoment.AfterProcessing);
        both.Balancer.Only = 0;
        var call = tab.TokenAsync(AppHost.Inventory);
        await gate.WaitForArrivalsAsync(1);
        both.Balancer.Only = 1;
        var leaving = browser.GetAsync("/out-and-in");
        await both.Backend.WaitingAsync(1);
        gate.Release();

        (await call).Reason.Should().Be(nameof(AccessTokenFailure.SessionEnded));
        (await leaving).EnsureSuccessStatusCode().Dispose();
        both.Tenant.Advance(Late);
        await AssertGoesOnAsync(both, browser);
    }

    /// <summary>G16: the server that the session leaves on has not heard of the exchange.</summary>
    [BackendFact]
    public async Task A_session_that_goes_out_and_in_takes_over_what_the_other_server_has_obtained()
    {
        await using var both = await TwoServers.StartAsync(Store);
        using var browser = await both.SignedInAsync();
        using var tab = browser.Fork();
        both.Balancer.Only = 0;
        (await tab.TokenAsync(AppHost.Inventory)).Reason.Should().BeNull();
        both.Balancer.Only = 1;
        (await browser.GetAsync("/out-and-in")).EnsureSuccessStatusCode().Dispose();

        await AssertGoesOnAsync(both, browser);
    }

    /// <summary>G4: nobody can tell whether another server uses the refresh token.</summary>
    [BackendFact]
    public async Task A_session_that_goes_out_and_in_without_the_backend_has_no_refresh_token_afterwards()
    {
        await using var both = await TwoServers.StartAsync(store: false);
        using var browser = await both.SignedInAsync();
        both.Balancer.Only = 1;
        both.Networks[1].CutOff();
        (await browser.GetAsync("/out-and-in")).EnsureSuccessStatusCode().Dispose();
        await both.ReconnectAsync(1);

        (await browser.TokenAsync(force: true)).Reason.Should().Be(nameof(AccessTokenFailure.NoRefreshToken));
        both.Logs.Lines.Should().Contain(line => line.Contains("the new session has none", StringComparison.Ordinal));
    }

    [BackendFact]
    public async Task Signing_in_again_after_a_sign_out_works_on_both()
    {
        await using var both = await TwoServers.StartAsync(Store);
        using var browser = await both.SignedInAsync();
        (await browser.GetAsync("/logout/local")).Dispose();
        (await browser.SignInAsync()).Dispose();
        both.Tenant.Advance(PastExpiry);
        foreach (var server in (int[])[0, 1])
        {
            await both.HearAsync(server);
            both.Balancer.Only = server;
            (await browser.TokenAsync()).Token.Should().NotBeNull();
        }
    }

    /// <summary>G13.</summary>
    [BackendFact]
    public async Task While_the_backend_is_away_no_exchange_begins_and_afterwards_nothing_is_lost()
    {
        await using var both = await TwoServers.StartAsync(Store);
        using var browser = await both.SignedInAsync();
        both.Balancer.Only = 0;
        if (!Store)
        {
            both.Networks[0].CutOff();
            (await browser.TokenAsync()).Token.Should().NotBeNull("it is valid");
            await both.ReconnectAsync(0);
            both.Tenant.Advance(PastExpiry);
            both.Networks[0].CutOff();
            (await browser.TokenAsync()).Reason.Should().Be(nameof(AccessTokenFailure.CoordinationUnavailable));
            both.Tenant.Exchanges.Should().BeEmpty();
            await both.ReconnectAsync(0);
        }
        else
        {
            both.Tenant.Advance(PastExpiry);
            both.Networks[0].CutOff();
            await browser.Invoking(b => b.GetAsync("/token")).Should().ThrowAsync<Exception>("there is no session to read");
            await both.ReconnectAsync(0);
        }

        (await browser.TokenAsync()).Token.Should().NotBeNull();
        AssertHealthy(both, exchanges: 1);
    }

    [BackendFact]
    public async Task A_copy_of_the_backend_opens_nothing()
    {
        await using var both = await TwoServers.StartAsync(Store);
        using var browser = await both.SignedInAsync();
        foreach (var audience in Audiences)
        {
            (await browser.TokenAsync(audience)).Token.Should().NotBeNull();
        }

        var copy = await both.Backend.CopyAsync();
        copy.Contains("<key ", StringComparison.Ordinal).Should().BeTrue("the keys are there");
        copy.Contains(both.Backend.Shown(generation: 2), StringComparison.Ordinal).Should().BeTrue("the tokens are there");
        both.Secrets.Should().HaveCountGreaterThan(5);
        both.Secrets.Where(secret => copy.Contains(secret, StringComparison.Ordinal)).Should().BeEmpty();
    }

    private protected static async Task AssertGoesOnAsync(TwoServers both, TenantBrowser browser)
    {
        foreach (var server in (int[])[1, 0, 1])
        {
            both.Balancer.Only = server;
            (await browser.TokenAsync(force: true)).Reason.Should().BeNull();
        }

        (both.Tenant.ReuseDetections, both.Tenant.FamiliesRevoked, both.Tenant.Counters.Revocations).Should().Be((0, 0, 0));
    }

    private static string AudienceOf(TokenAnswer answer) =>
        new JsonWebToken(answer.Token ?? throw new InvalidOperationException(answer.Reason)).Audiences.First();

    private static void AssertHealthy(TwoServers both, int exchanges)
    {
        both.Tenant.Exchanges.Should().HaveCount(exchanges);
        both.Tenant.ReuseDetections.Should().Be(0);
        both.Tenant.FamiliesRevoked.Should().Be(0);
    }
}

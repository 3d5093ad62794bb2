using Auth0.AspNetCore.Mrrt.Testing;
using Auth0.AspNetCore.Mrrt.Tests.Support;

namespace Auth0.AspNetCore.Mrrt.SeveralServers;

/// <summary>Each session lives in its cookie; the servers take turns.</summary>
public sealed class TwoServersWithCookiesTests : TwoServersTests
{
    protected override bool Store => false;

    /// <summary>G16: the second server has not heard that the first one has ended the session.</summary>
    [BackendFact]
    public async Task A_session_that_goes_out_and_in_on_both_servers_leaves_its_refresh_token_to_the_first()
    {
        await using var both = await TwoServers.StartAsync(Store);
        using var first = await both.SignedInAsync();
        using var second = first.Fork();
        both.Balancer.Only = 0;
        (await first.GetAsync("/out-and-in")).EnsureSuccessStatusCode().Dispose();
        both.Balancer.Only = 1;
        (await second.GetAsync("/out-and-in")).EnsureSuccessStatusCode().Dispose();

        (await second.TokenAsync(force: true)).Reason.Should().Be(nameof(AccessTokenFailure.NoRefreshToken));
        await AssertGoesOnAsync(both, first);
    }

    /// <summary>G16: the request that signs out on the exchange's server is told of the late refresh token, which has an owner on the
    /// other server when that request completes.</summary>
    [BackendFact]
    public async Task A_sign_out_revokes_no_late_refresh_token_that_goes_on_on_the_other_server()
    {
        await using var both = await TwoServers.StartAsync(Store);
        using var browser = await both.SignedInAsync();
        using var asking = browser.Fork();
        using var leaving = browser.Fork();
        using var gate = both.Tenant.Faults.HoldTokenCalls(TokenCallMoment.AfterProcessing);
        both.Balancer.Only = 0;
        var call = asking.TokenAsync(AppHost.Inventory);
        await gate.WaitForArrivalsAsync(1);
        var left = leaving.GetAsync("/out-and-wait");
        await both.Left.Task;
        both.Balancer.Only = 1;
        var outAndIn = browser.GetAsync("/out-and-in");
        await both.Backend.WaitingAsync(1);
        gate.Release();
        (await call).Reason.Should().Be(nameof(AccessTokenFailure.SessionEnded));
        (await outAndIn).EnsureSuccessStatusCode().Dispose();
        both.GoOn.SetResult();
        (await left).Dispose();

        await AssertGoesOnAsync(both, browser);
    }
}

using Auth0.AspNetCore.Mrrt.PostgreSql.Tests.Support;
using Auth0.AspNetCore.Mrrt.Tests.Support;

namespace Auth0.AspNetCore.Mrrt.PostgreSql.Tests;

/// <summary>Each session lives in its cookie; the servers take turns.</summary>
public sealed class TwoServersWithCookiesTests : TwoServersTests
{
    protected override bool Store => false;

    /// <summary>G16: the second server has not heard that the first one has ended the session.</summary>
    [PostgreSqlFact]
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
        for (var server = 0; server < 2; server++)
        {
            both.Balancer.Only = server;
            (await first.TokenAsync(force: true)).Reason.Should().BeNull();
        }

        (both.Tenant.ReuseDetections, both.Tenant.FamiliesRevoked).Should().Be((0, 0));
    }
}

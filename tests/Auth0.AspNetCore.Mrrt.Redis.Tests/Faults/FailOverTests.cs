using Auth0.AspNetCore.Mrrt.Coordination;
using Auth0.AspNetCore.Mrrt.Redis.Server;
using Auth0.AspNetCore.Mrrt.Redis.Tests.Support;
using Auth0.AspNetCore.Mrrt.Testing.Contracts;

namespace Auth0.AspNetCore.Mrrt.Redis.Tests.Faults;

/// <summary>A replica takes over that has not heard of everything.</summary>
public sealed class FailOverTests
{
    private static readonly TimeSpan Quiet = TimeSpan.FromSeconds(2);

    /// <summary>The server that made it lives, and has it in memory.</summary>
    [RedisFact]
    public async Task A_generation_and_an_end_that_the_replica_lacked_are_told_again()
    {
        await using var primary = await LocalRedis.StartAsync();
        await using var replica = await primary.StartReplicaAsync();
        await using var servers = await TestServers.CreateAsync(primary);
        var first = await servers.StartAsync();
        var second = await servers.StartAsync();
        await first.Coordinator.CommitAsync("a", Records.Of(1));
        await replica.PromoteAsync(); // from here on it misses what the primary writes
        await first.Coordinator.CommitAsync("a", Records.Of(2));
        await first.EndAsync("b");
        await FailOverAsync(primary, replica, first, second);
        (await second.GetStatusAsync("b")).Ended.Should().BeFalse("the replica has not heard of it");
        await first.PassAsync();
        (await second.NewestAsync("a")).Should().Equal(Records.Of(2).Payload.ToArray());
        (await second.GetStatusAsync("b")).Ended.Should().BeTrue();
    }

    [RedisFact]
    public async Task An_exchange_under_way_is_kept_and_nobody_passes_it_by()
    {
        await using var primary = await LocalRedis.StartAsync();
        await using var replica = await primary.StartReplicaAsync();
        await using var servers = await TestServers.CreateAsync(primary);
        var first = await servers.StartAsync(options => options.CommitRetryTime = TimeSpan.FromMinutes(1));
        var second = await servers.StartAsync(options => options.QuietAfterRestart = Quiet);
        await (await second.EnterAfterTheQuietTimeAsync("a")).DisposeAsync();
        await replica.PromoteAsync();
        await using var held = await first.EnterAsync("a"); // the replica has not heard of it
        await FailOverAsync(primary, replica, first, second);

        (await second.Awaiting(server => server.EnterAsync("a")).Should().ThrowAsync<SessionCoordinationException>())
            .Which.RetryAfter.Should().BePositive().And.BeLessThanOrEqualTo(Quiet);
        (await held.CommitAsync(Records.Of(1), default)).Should().BeTrue();
        await using var next = await second.EnterAfterTheQuietTimeAsync("a");
        next.NewestGeneration.Should().Be(1);
    }

    private static async Task FailOverAsync(LocalRedis primary, LocalRedis replica, params ServerUnderTest[] servers)
    {
        await primary.StopAsync(immediately: true);
        foreach (var server in servers)
        {
            server.Network.LeadTo(replica.Port);
            await server.UntilItAnswersAsync();
        }
    }
}

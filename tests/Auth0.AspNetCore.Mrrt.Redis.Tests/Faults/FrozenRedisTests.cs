using Auth0.AspNetCore.Mrrt.Coordination;
using Auth0.AspNetCore.Mrrt.Redis.Server;
using Auth0.AspNetCore.Mrrt.Redis.Tests.Support;
using Auth0.AspNetCore.Mrrt.Testing.Contracts;

namespace Auth0.AspNetCore.Mrrt.Redis.Tests.Faults;

/// <summary>Redis answers nobody for longer than a lease, and then everybody.</summary>
public sealed class FrozenRedisTests
{
    [RedisFact]
    public async Task Who_waits_is_told_so_and_takes_nobodys_turn_afterwards()
    {
        await using var redis = await LocalRedis.StartAsync();
        await using var servers = await TestServers.CreateAsync(redis);
        var holder = await servers.StartAsync(options => options.CommitRetryTime = TimeSpan.FromMinutes(1));
        var other = await servers.StartAsync(options => options.TurnTimeout = TimeSpan.FromMinutes(1));
        await using var held = await holder.EnterAsync("a");
        var waiting = other.EnterAsync("a");
        await servers.WaitingAsync(1);
        await redis.FreezeAsync();
        await waiting.Awaiting(task => task).Should().ThrowAsync<SessionCoordinationException>("no answer comes");
        await held.UntilLostAsync();
        var commit = held.CommitAsync(Records.Of(1), default).AsTask();
        await redis.ThawAsync();
        (await commit).Should().BeTrue("the holder is heard before anybody takes its turn");
        await other.UntilItAnswersAsync();
        await using var next = await other.EnterAsync("a");
        next.NewestGeneration.Should().Be(1);
    }
}

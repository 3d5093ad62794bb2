using Auth0.AspNetCore.Mrrt.Coordination;
using Auth0.AspNetCore.Mrrt.Coordination.Shared;
using Auth0.AspNetCore.Mrrt.Redis.Server;
using Auth0.AspNetCore.Mrrt.Redis.Tests.Support;

namespace Auth0.AspNetCore.Mrrt.Redis.Tests;

public sealed class ReplicaTests
{
    private static readonly CancellationToken None = CancellationToken.None;

    [RedisFact]
    public async Task Turns_and_generations_are_on_the_replica_when_the_server_goes_on()
    {
        await using var primary = await LocalRedis.StartAsync();
        await using var replica = await primary.StartReplicaAsync();
        await using var server = await TestBackend.StartAsync(
            "p:",
            options =>
            {
                options.ReplicasToWaitFor = 1;
                options.ReplicaTimeout = TimeSpan.FromSeconds(10);
            },
            primary.Port);
        var holder = Guid.NewGuid();
        var taken = await server.TakeAsync("s", holder);
        await primary.StopAsync(immediately: true);
        await replica.PromoteAsync();
        server.Network.LeadTo(replica.Port);
        await server.UntilInReachAsync();
        (await taken.ExtendAsync(None)).Should().BeTrue("the turn was copied before it was used");
    }

    [RedisFact]
    public async Task With_too_few_replicas_no_turn_begins_and_none_is_left_behind()
    {
        await using var redis = await LocalRedis.StartAsync();
        await using var strict = await TestBackend.StartAsync("p:", WaitForOne, redis.Port);
        await using var other = await TestBackend.StartAsync("p:", port: redis.Port);
        (await strict.Awaiting(one => one.TryTakeAsync("s")).Should().ThrowAsync<SessionBackendException>())
            .Which.Should().Match<SessionBackendException>(e => e.Message == "too few replicas" && !e.IsOutOfReach);
        await using var taken = await other.UntilTakenAsync("s");
    }

    [RedisFact]
    public async Task Who_has_tokens_to_write_gets_its_turn_again_without_replicas_and_keeps_it_when_it_fails()
    {
        await using var redis = await LocalRedis.StartAsync();
        await using var strict = await TestBackend.StartAsync("p:", WaitForOne, redis.Port);
        await using var other = await TestBackend.StartAsync("p:", port: redis.Port);
        var request = new LockRequest
        {
            SessionId = "s",
            Holder = Guid.NewGuid(),
            ExpiresAt = new DateTimeOffset(2100, 1, 1, 0, 0, 0, TimeSpan.Zero),
            HasUnwritten = true,
        };
        (await strict.Driver.TryTakeAsync(request, None)).Lock.Should().NotBeNull();
        (await other.Driver.TryTakeAsync(request with { Holder = Guid.NewGuid(), HasUnwritten = false }, None)).Lock.Should().BeNull();
        strict.Network.CutOff();
        await strict.Awaiting(one => one.Driver.TryTakeAsync(request, None).AsTask()).Should().ThrowAsync<SessionBackendException>();
        strict.Network.Reconnect();
        (await other.Driver.TryTakeAsync(request with { Holder = Guid.NewGuid(), HasUnwritten = false }, None)).Lock
            .Should().BeNull("the lease guards a refresh token that was used");
    }

    [RedisFact]
    public async Task A_commit_on_too_few_replicas_is_kept_and_said()
    {
        await using var primary = await LocalRedis.StartAsync();
        var replica = await primary.StartReplicaAsync();
        await using var server = await TestBackend.StartAsync(
            "p:",
            options =>
            {
                options.ReplicasToWaitFor = 1;
                options.ReplicaTimeout = TimeSpan.FromSeconds(5); // the replica is there, and may be slow to say so
            },
            primary.Port);
        var taken = await server.TakeAsync("s");
        await replica.DisposeAsync();
        (await taken.CommitAsync(new SessionRecord(1, [1]), TestBackend.Later, None)).Should().Be(LockCommit.Kept);
        server.Logs.Lines.Should().ContainSingle(line => line.Contains("[1015]", StringComparison.Ordinal));
    }

    private static void WaitForOne(RedisOptions options)
    {
        options.ReplicasToWaitFor = 1;
        options.ReplicaTimeout = TimeSpan.FromMilliseconds(300);
    }
}

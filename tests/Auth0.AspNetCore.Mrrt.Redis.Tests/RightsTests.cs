using Auth0.AspNetCore.Mrrt.Coordination;
using Auth0.AspNetCore.Mrrt.Coordination.Shared;
using Auth0.AspNetCore.Mrrt.Redis.Server;
using Auth0.AspNetCore.Mrrt.Redis.Tests.Support;

namespace Auth0.AspNetCore.Mrrt.Redis.Tests;

/// <summary>A user of Redis that may do no more than what the documentation names.</summary>
public sealed class RightsTests
{
    private static readonly CancellationToken None = CancellationToken.None;
    private static readonly string[] Rights = FewRights.Of("few", "p:");

    [RedisFact]
    public async Task The_rights_that_the_documentation_names_are_enough()
    {
        await using var redis = await LocalRedis.StartAsync();
        await redis.RunAsync(Rights);
        await using var server = await StartAsync(redis);
        await server.Driver.PrepareAsync(None);
        var taken = await server.TakeAsync("s");
        (await taken.ExtendAsync(None)).Should().BeTrue();
        (await taken.ReloadAsync(None)).Should().BeTrue();
        (await taken.CommitAsync(new SessionRecord(1, [1]), TestBackend.Later, None)).Should().Be(LockCommit.Kept);
        await (await server.TakeAsync("s")).DisposeAsync();
        (await server.Driver.CreateAsync("s", new byte[] { 1 }, TestBackend.Later, None)).Should().BeTrue();
        (await server.Driver.RenewAsync("s", new byte[] { 2 }, TestBackend.Later, TestBackend.Now, None)).Should().BeTrue();
        (await server.Driver.ReadAsync("s", TestBackend.Now, None)).Should().NotBeNull();
        (await server.Driver.EndAsync("s", TestBackend.Later, None)).Should().NotBeNull();
        (await server.Driver.EndedSinceAsync(null, None)).Sessions.Should().ContainSingle();
        await server.Driver.EndAsync("old", DateTimeOffset.UnixEpoch, None);
        (await server.Driver.CleanUpAsync(None)).Should().BeFalse();

        (await FewRights.MissedAsync(redis, "few")).Should().BeEmpty();
    }

    [RedisTheory]
    [InlineData("hset", "*the right to run HSET*")]
    [InlineData("hdel", "*the right to run HDEL*")]
    [InlineData("hlen", "*the right to run HLEN*")]
    [InlineData("zrem", "*the right to run ZREM*")]
    [InlineData("pexpire", "*the right to run PTTL or PEXPIRE*")]
    [InlineData("info", "*the right to run INFO*")]
    public async Task A_right_that_is_missing_shows_at_the_start(string command, string message)
    {
        await using var redis = await LocalRedis.StartAsync();
        await redis.RunAsync([.. Rights, "-" + command]);
        await using var server = await StartAsync(redis);
        var thrown = await server.Awaiting(one => one.Driver.PrepareAsync(None)).Should().ThrowAsync<InvalidOperationException>();
        thrown.WithMessage(message).Which.Message.Should().NotContainAny("few", FewRights.Password, "{");
    }

    [RedisFact]
    public async Task Keys_of_another_prefix_show_at_the_start()
    {
        await using var redis = await LocalRedis.StartAsync();
        await redis.RunAsync(Rights);
        await using var server = await StartAsync(redis, prefix: "q:");
        (await server.Awaiting(one => one.Driver.PrepareAsync(None)).Should().ThrowAsync<InvalidOperationException>())
            .WithMessage("*KeyPrefix*").Which.Message.Should().NotContainAny("few", "q:");
    }

    [RedisFact]
    public async Task A_wrong_password_is_a_refusal()
    {
        await using var redis = await LocalRedis.StartAsync();
        await redis.RunAsync(Rights);
        await redis.RunAsync("CONFIG", "SET", "requirepass", "somebody-else"); // else the client goes on as nobody
        await using var server = await StartAsync(redis, password: "wrong-wrong");
        var thrown = await server.Awaiting(one => one.TryTakeAsync("s")).Should().ThrowAsync<SessionBackendException>();
        thrown.Which.IsOutOfReach.Should().BeFalse("other servers may have the right one");
    }

    private static Task<TestBackend> StartAsync(LocalRedis redis, string prefix = "p:", string password = FewRights.Password) =>
        TestBackend.StartAsync(prefix, port: redis.Port, settings: $"user=few,password={password}");
}

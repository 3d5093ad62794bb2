using Auth0.AspNetCore.Mrrt.Coordination;
using Auth0.AspNetCore.Mrrt.Redis.Server;
using Auth0.AspNetCore.Mrrt.Redis.Tests.Support;
using Auth0.AspNetCore.Mrrt.Testing.Contracts;

namespace Auth0.AspNetCore.Mrrt.Redis.Tests.Faults;

/// <summary>Redis goes away and comes back, with what it had on disk or without.</summary>
public sealed class RestartTests
{
    private static readonly TimeSpan Quiet = TimeSpan.FromSeconds(2);

    [RedisFact]
    public async Task A_restart_that_forgets_a_turn_is_quiet_and_the_exchange_under_way_is_kept()
    {
        await using var redis = await LocalRedis.StartAsync();
        await using var servers = await TestServers.CreateAsync(redis);
        var first = await servers.StartAsync(options => options.CommitRetryTime = TimeSpan.FromMinutes(1));
        var second = await servers.StartAsync(options => options.QuietAfterRestart = Quiet);
        await (await second.EnterAfterTheQuietTimeAsync("a")).DisposeAsync();
        await using var held = await first.EnterAsync("a");
        await redis.RestartAsync(immediately: true);
        await second.UntilItAnswersAsync();

        (await second.Awaiting(server => server.EnterAsync("a")).Should().ThrowAsync<SessionCoordinationException>())
            .Which.RetryAfter.Should().BePositive().And.BeLessThanOrEqualTo(Quiet);
        (await held.CommitAsync(Records.Of(1), default)).Should().BeTrue();
        (await second.GetStatusAsync("a")).NewestGeneration.Should().Be(1);
        await using var next = await second.EnterAfterTheQuietTimeAsync("a");
        next.NewestGeneration.Should().Be(1);
    }

    [RedisFact]
    public async Task A_turn_that_is_on_disk_is_held_after_a_restart()
    {
        await using var redis = await LocalRedis.StartAsync(LocalRedis.Durable);
        await using var servers = await TestServers.CreateAsync(redis);
        var first = await servers.StartAsync(options => options.CommitRetryTime = TimeSpan.FromMinutes(1));
        var second = await servers.StartAsync();
        await using var held = await first.EnterAsync("a");
        await redis.RestartAsync(immediately: true);
        await second.UntilItAnswersAsync();
        await second.Awaiting(server => server.EnterAsync("a")).Should().ThrowAsync<TimeoutException>();
        (await held.CommitAsync(Records.Of(1), default)).Should().BeTrue();
        await using var next = await second.EnterAsync("a");
        next.NewestGeneration.Should().Be(1);
    }

    [RedisFact]
    public async Task A_commit_outlasts_a_Redis_that_is_down_for_a_while()
    {
        await using var redis = await LocalRedis.StartAsync();
        await using var servers = await TestServers.CreateAsync(redis);
        var first = await servers.StartAsync(options => options.CommitRetryTime = TimeSpan.FromMinutes(5));
        var second = await servers.StartAsync();
        await using var held = await first.EnterAsync("a");
        await redis.StopAsync();
        var commit = held.CommitAsync(Records.Of(1), default).AsTask();
        await second.Awaiting(server => server.EnterAsync("a")).Should().ThrowAsync<SessionCoordinationException>();
        await redis.StartAgainAsync();
        (await commit).Should().BeTrue();
        await second.UntilItAnswersAsync();
        (await second.GetStatusAsync("a")).NewestGeneration.Should().Be(1);
    }

    /// <summary>Nothing was on disk: what the servers told Redis lately is told again.</summary>
    [RedisFact]
    public async Task What_a_restart_forgot_is_told_again()
    {
        await using var redis = await LocalRedis.StartAsync();
        await using var servers = await TestServers.CreateAsync(redis);
        var first = await servers.StartAsync();
        var second = await servers.StartAsync();
        await first.Coordinator.CommitAsync("a", Records.Of(2));
        await first.EndAsync("b");
        await redis.RestartAsync(immediately: true);
        await first.UntilItAnswersAsync();
        await first.PassAsync();
        await second.UntilItAnswersAsync();
        (await second.NewestAsync("a")).Should().Equal(Records.Of(2).Payload.ToArray());
        (await second.GetStatusAsync("b")).Ended.Should().BeTrue();
    }
}

using Auth0.AspNetCore.Mrrt.Coordination;
using Auth0.AspNetCore.Mrrt.Coordination.Shared;
using Auth0.AspNetCore.Mrrt.Redis.Server;
using Auth0.AspNetCore.Mrrt.Redis.Tests.Support;
using Auth0.AspNetCore.Mrrt.Testing.Contracts;
using Auth0.AspNetCore.Mrrt.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace Auth0.AspNetCore.Mrrt.Redis.Tests.Faults;

/// <summary>Redis has no room, or would make some.</summary>
public sealed class FullMemoryTests
{
    /// <summary>The others are refused as well, but each of them may be refused at another time.</summary>
    [RedisFact]
    public async Task No_exchange_begins_and_what_was_obtained_is_told_later()
    {
        await using var redis = await LocalRedis.StartAsync();
        await using var servers = await TestServers.CreateAsync(redis);
        var server = await servers.StartAsync(options =>
        {
            options.CommitRetryTime = TimeSpan.Zero;
            options.WhenUnavailable = WhenUnavailable.CoordinateInProcess;
        });
        var other = await servers.StartAsync();
        await using (var held = await server.EnterAsync("a"))
        {
            await redis.RunAsync("CONFIG", "SET", "maxmemory", "1");
            (await server.Awaiting(one => one.EnterAsync("b")).Should().ThrowAsync<SessionCoordinationException>())
                .WithMessage("*Redis refuses (OOM)*");
            await held.Awaiting(turn => turn.CommitAsync(Records.Of(1), default)).Should().ThrowAsync<SessionCoordinationException>();
        }

        server.Coordinator.Peek("a").Newest!.Generation.Should().Be(1, "its requests have it");
        await redis.RunAsync("CONFIG", "SET", "maxmemory", "0");
        await other.Awaiting(one => one.EnterAsync("a")).Should().ThrowAsync<TimeoutException>("the lease guards what is still to come");
        await (await server.EnterInTheEndAsync("a")).DisposeAsync();
        await server.PassAsync();
        (await other.GetStatusAsync("a")).NewestGeneration.Should().Be(1);
    }

    [RedisFact]
    public async Task An_application_does_not_start_with_a_Redis_that_may_evict()
    {
        await using var redis = await LocalRedis.StartAsync("--maxmemory", "100mb", "--maxmemory-policy", "allkeys-lru");
        await FluentActions.Awaiting(() => AppHost.StartAsync(build: login => login.WithRedis(redis.ConnectionString)))
            .Should().ThrowAsync<InvalidOperationException>().WithMessage("Redis may evict sessions*");
    }

    [RedisFact]
    public async Task Eviction_that_is_allowed_later_shows_in_the_health_check()
    {
        await using var redis = await LocalRedis.StartAsync();
        await using var application = await AppHost.StartAsync(build: login => login.WithRedis(
            redis.ConnectionString,
            options => options.EndedSessionsInterval = TimeSpan.FromDays(1))); // the test says when
        var coordinator = application.Services.GetRequiredService<ISessionCoordinator>();
        (await coordinator.CheckAsync(default)).Should().Be(CoordinationHealth.Healthy);
        await redis.RunAsync("CONFIG", "SET", "maxmemory", "100mb");
        await redis.RunAsync("CONFIG", "SET", "maxmemory-policy", "allkeys-lru");
        application.Tenant.Advance(TimeSpan.FromMinutes(1)); // once a minute it is looked at
        await application.Services.GetRequiredService<BackgroundWork>().PassAsync(default);
        var health = await coordinator.CheckAsync(default);
        health.MayLoseSessions.Should().BeTrue();
        health.Problem.Should().StartWith("Redis may evict sessions");
    }
}

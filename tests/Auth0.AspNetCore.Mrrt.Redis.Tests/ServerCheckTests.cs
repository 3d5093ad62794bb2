using Auth0.AspNetCore.Mrrt.Coordination.Shared;
using Auth0.AspNetCore.Mrrt.Redis.Connections;
using Auth0.AspNetCore.Mrrt.Redis.Server;
using Auth0.AspNetCore.Mrrt.Redis.Tests.Support;
using Microsoft.Extensions.Time.Testing;

namespace Auth0.AspNetCore.Mrrt.Redis.Tests;

public sealed class ServerCheckTests
{
    private const string Good =
        """
        # Server
        redis_version:7.0.15
        run_id:0123456789abcdef0123456789abcdef01234567
        # Memory
        maxmemory:0
        maxmemory_policy:noeviction
        # Replication
        role:master
        master_replid2:0000000000000000000000000000000000000000
        second_repl_offset:-1
        """;

    private static readonly CancellationToken None = CancellationToken.None;

    [Fact]
    public void A_good_server_is_accepted() => ServerCheck.Refuse(new ServerInfo(Good));

    [Theory]
    [InlineData("6.2.0", false)]
    [InlineData("6.0.20", true)]
    [InlineData("5.0", true)]
    public void An_old_version_is_refused(string version, bool refused)
    {
        var check = () => ServerCheck.Refuse(new ServerInfo(Good.Replace("7.0.15", version, StringComparison.Ordinal)));
        if (refused)
        {
            check.Should().Throw<InvalidOperationException>().WithMessage($"Redis {version} is too old*");
        }
        else
        {
            check.Should().NotThrow();
        }
    }

    [Theory]
    [InlineData("run_id:")]
    [InlineData("master_replid2:")]
    [InlineData("second_repl_offset:")]
    public void A_server_whose_restart_could_not_be_noticed_is_refused(string line)
    {
        var info = string.Join('\n', Good.Split('\n').Where(text => !text.Contains(line, StringComparison.Ordinal)));
        FluentActions.Invoking(() => ServerCheck.Refuse(new ServerInfo(info)))
            .Should().Throw<InvalidOperationException>().WithMessage("*does not tell*");
    }

    [Fact]
    public void The_life_is_what_the_scripts_say() =>
        new ServerInfo(Good).Life.Should().Be("0123456789abcdef" + "0000000000000000" + "-1");

    [RedisFact]
    public async Task A_server_that_may_evict_keeps_the_application_from_starting()
    {
        await using var redis = await LocalRedis.StartAsync("--maxmemory", "100mb", "--maxmemory-policy", "allkeys-lru");
        await using var server = await TestBackend.StartAsync("p:", port: redis.Port);
        await server.Awaiting(one => one.Driver.PrepareAsync(None))
            .Should().ThrowAsync<InvalidOperationException>().WithMessage("Redis may evict sessions*");
    }

    [RedisFact]
    public async Task Eviction_that_is_allowed_later_is_an_error_each_minute()
    {
        await using var redis = await LocalRedis.StartAsync();
        var clock = new FakeTimeProvider();
        await using var server = await TestBackend.StartAsync("p:", port: redis.Port, time: clock);
        await server.Driver.PrepareAsync(None);
        await redis.RunAsync("CONFIG", "SET", "maxmemory", "100mb");
        await redis.RunAsync("CONFIG", "SET", "maxmemory-policy", "allkeys-lru");
        await server.Driver.EndedSinceAsync(null, None);
        server.Logs.Lines.Should().NotContain(line => line.Contains("[1010]", StringComparison.Ordinal));
        for (var minute = 1; minute <= 2; minute++)
        {
            clock.Advance(TimeSpan.FromMinutes(1));
            await server.Driver.EndedSinceAsync(null, None);
            await server.Driver.EndedSinceAsync(null, None);
            server.Logs.Lines.Count(line => line.StartsWith("Error", StringComparison.Ordinal) && line.Contains("[1010]", StringComparison.Ordinal))
                .Should().Be(minute);
            server.Driver.Problem.Should().StartWith("Redis may evict sessions");
        }

        await redis.RunAsync("CONFIG", "SET", "maxmemory-policy", "noeviction");
        clock.Advance(TimeSpan.FromMinutes(1));
        await server.Driver.EndedSinceAsync(null, None);
        server.Driver.Problem.Should().BeNull();
    }

    [RedisFact]
    public async Task A_policy_that_would_evict_under_a_limit_is_a_warning()
    {
        await using var redis = await LocalRedis.StartAsync("--maxmemory-policy", "volatile-ttl");
        await using var server = await TestBackend.StartAsync("p:", port: redis.Port);
        await server.Driver.PrepareAsync(None);
        server.Logs.Lines.Should().ContainSingle(line => line.Contains("[1011]", StringComparison.Ordinal));
    }

    [RedisTheory]
    [InlineData(true, false, 1)]
    [InlineData(false, false, 0)]
    [InlineData(true, true, 0)]
    public async Task Sessions_without_an_append_only_file_are_a_warning(bool store, bool durable, int warnings)
    {
        await using var redis = await LocalRedis.StartAsync(durable ? LocalRedis.Durable : []);
        await using var server = await TestBackend.StartAsync("p:", options => options.StoreSessions = store, redis.Port);
        await server.Driver.PrepareAsync(None);
        server.Logs.Lines.Count(line => line.Contains("[1012]", StringComparison.Ordinal)).Should().Be(warnings);
    }

    [RedisFact]
    public async Task A_replica_alone_is_out_of_reach()
    {
        await using var primary = await LocalRedis.StartAsync();
        await using var replica = await primary.StartReplicaAsync();
        await using var server = await TestBackend.StartAsync("p:", port: replica.Port);
        var thrown = await server.Awaiting(one => one.Driver.PrepareAsync(None)).Should().ThrowAsync<SessionBackendException>();
        thrown.Which.IsOutOfReach.Should().BeTrue();
        thrown.WithMessage("no primary answers");
    }

    [Theory]
    [InlineData("redis.example:6379", true)]
    [InlineData("10.1.2.3:6379", true)]
    [InlineData("redis.example:6380,ssl=true", false)]
    [InlineData("127.0.0.1:6379", false)]
    [InlineData("localhost:6379", false)]
    [InlineData("[::1]:6379", false)]
    [InlineData("localhost:6379,10.1.2.3:6379", true)]
    public void What_may_be_read_on_its_way_is_clear_text(string configuration, bool expected) =>
        RedisAddress.IsClearText(configuration).Should().Be(expected);

    [Theory]
    [InlineData("localhost", false)]
    [InlineData("localhost,asyncTimeout=3000", false)]
    [InlineData("localhost,asyncTimeout=6000", true)]
    public void A_connection_that_waits_for_long_is_patient(string configuration, bool expected) =>
        RedisAddress.IsPatient(configuration).Should().Be(expected);
}

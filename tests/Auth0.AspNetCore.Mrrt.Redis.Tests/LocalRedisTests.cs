using Auth0.AspNetCore.Mrrt.Redis.Server;
using Auth0.AspNetCore.Mrrt.Redis.Tests.Support;

namespace Auth0.AspNetCore.Mrrt.Redis.Tests;

/// <summary>The tests' own server does what they rely on.</summary>
public sealed class LocalRedisTests
{
    [RedisFact]
    public async Task A_durable_server_has_its_keys_after_a_restart_and_another_has_not()
    {
        await using var durable = await LocalRedis.StartAsync(LocalRedis.Durable);
        await using var forgetful = await LocalRedis.StartAsync();
        foreach (var server in new[] { durable, forgetful })
        {
            await server.RunAsync("SET", "key", "value");
            await server.RestartAsync(immediately: true);
        }

        (await durable.RunAsync("GET", "key")).Should().Contain("value");
        (await forgetful.RunAsync("GET", "key")).Should().NotContain("value");
    }

    [RedisFact]
    public async Task A_replica_follows_until_it_is_promoted()
    {
        await using var primary = await LocalRedis.StartAsync();
        await primary.RunAsync("SET", "key", "value");
        await using var replica = await primary.StartReplicaAsync();
        await replica.UntilAsync("value", "GET", "key");
        await primary.StopAsync(immediately: true);
        await replica.PromoteAsync();
        (await replica.RunAsync("SET", "key", "other")).Should().Contain("OK");
    }

    [RedisFact]
    public async Task A_frozen_server_answers_after_it_has_thawed()
    {
        await using var server = await LocalRedis.StartAsync();
        await server.FreezeAsync();
        var asked = server.RunAsync("PING");
        asked.IsCompleted.Should().BeFalse();
        await server.ThawAsync();
        (await asked).Should().Contain("PONG");
    }

    [RedisFact]
    public async Task A_server_with_TLS_answers()
    {
        await using var server = await LocalRedis.StartWithTlsAsync();
        (await server.RunAsync("PING")).Should().Contain("PONG");
        server.Certificate.Should().NotBeNull();
    }

    [RedisFact]
    public async Task A_cluster_has_three_primaries()
    {
        await using var cluster = await LocalRedisCluster.StartAsync();
        (await cluster.Nodes[2].RunAsync("CLUSTER", "INFO")).Should().Contain(["cluster_known_nodes:3", "cluster_slots_ok:16384"]);
    }
}

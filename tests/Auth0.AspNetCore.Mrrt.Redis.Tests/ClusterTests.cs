using Auth0.AspNetCore.Mrrt.Coordination;
using Auth0.AspNetCore.Mrrt.Coordination.Shared;
using Auth0.AspNetCore.Mrrt.Redis.Connections;
using Auth0.AspNetCore.Mrrt.Redis.Server;
using Auth0.AspNetCore.Mrrt.Redis.Tests.Support;

namespace Auth0.AspNetCore.Mrrt.Redis.Tests;

public sealed class ClusterTests
{
    private static readonly CancellationToken None = CancellationToken.None;

    [RedisFact]
    public async Task Sessions_live_on_all_nodes_of_a_cluster()
    {
        await using var cluster = await LocalRedisCluster.StartAsync();
        await using var a = TestBackend.Of(RedisAddress.Of(cluster.ConnectionString), "p:");
        await using var b = TestBackend.Of(RedisAddress.Of(cluster.ConnectionString), "p:");
        await a.Driver.PrepareAsync(None);
        var position = (await b.Driver.EndedSinceAsync(null, None)).Position;
        foreach (var session in Enumerable.Range(0, 20).Select(i => $"s{i}"))
        {
            (await a.Driver.CreateAsync(session, new byte[] { 1 }, TestBackend.Later, None)).Should().BeTrue();
            var taken = await a.TakeAsync(session);
            (TimeSpan.FromSeconds(35) - taken.Uptime!.Value).Should().BeLessThan(TimeSpan.FromSeconds(4), "all nodes are new together");
            (await b.TryTakeAsync(session)).Should().BeNull();
            (await taken.ExtendAsync(None)).Should().BeTrue();
            (await taken.CommitAsync(new SessionRecord(1, [1]), TestBackend.Later, None)).Should().Be(LockCommit.Kept);
            (await b.Driver.ReadAsync(session, TestBackend.Now, None))!.Newest!.Generation.Should().Be(1);
            (await b.Driver.EndAsync(session, TestBackend.Later, None))!.Generation.Should().Be(1);
        }

        foreach (var node in cluster.Nodes)
        {
            (await node.RunAsync("DBSIZE")).Should().NotContain("0");
        }

        (await b.Driver.EndedSinceAsync(position, None)).Sessions.Should().HaveCount(20);
    }

    [RedisFact]
    public async Task A_restart_of_any_node_is_heard_of()
    {
        await using var cluster = await LocalRedisCluster.StartAsync();
        await using var server = TestBackend.Of(RedisAddress.Of(cluster.ConnectionString), "p:");
        await server.Driver.PrepareAsync(None);
        var position = (await server.Driver.EndedSinceAsync(null, None)).Position;
        (await server.Driver.EndedSinceAsync(position, None)).MayHaveLostWrites.Should().BeFalse();
        foreach (var node in cluster.Nodes)
        {
            await node.RestartAsync();
            await node.UntilAsync("cluster_state:ok", "CLUSTER", "INFO");
            while (true)
            {
                try
                {
                    var list = await server.Driver.EndedSinceAsync(position, None);
                    position = list.Position;
                    if (list.MayHaveLostWrites)
                    {
                        break;
                    }
                }
                catch (SessionBackendException)
                {
                    // The connection is being made anew.
                }
            }
        }
    }
}

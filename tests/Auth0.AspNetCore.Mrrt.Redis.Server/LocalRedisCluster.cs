namespace Auth0.AspNetCore.Mrrt.Redis.Server;

/// <summary>Three Redis servers that share the slots of one cluster.</summary>
public sealed class LocalRedisCluster : IAsyncDisposable
{
    private const int Slots = 16384;

    private LocalRedisCluster(IReadOnlyList<LocalRedis> nodes) => Nodes = nodes;

    /// <summary>The servers. Each is a primary.</summary>
    public IReadOnlyList<LocalRedis> Nodes { get; }

    /// <summary>How StackExchange.Redis reaches the cluster.</summary>
    public string ConnectionString => string.Join(',', Nodes.Select(node => node.ConnectionString));

    /// <summary>Creates a cluster and waits until each server knows the others.</summary>
    /// <returns>The cluster.</returns>
    public static async Task<LocalRedisCluster> StartAsync()
    {
        List<LocalRedis> nodes = [];
        try
        {
            // Named, since a server would otherwise use its port plus 10,000, which may be too high.
            int[] buses = [LocalRedis.FreePort(), LocalRedis.FreePort(), LocalRedis.FreePort()];
            for (var i = 0; i < buses.Length; i++)
            {
                nodes.Add(await LocalRedis.StartAsync("--cluster-enabled", "yes", "--cluster-port", LocalRedis.Text(buses[i])));
                var first = i * Slots / buses.Length;
                var last = ((i + 1) * Slots / buses.Length) - 1;
                await nodes[i].RunAsync("CLUSTER", "ADDSLOTSRANGE", LocalRedis.Text(first), LocalRedis.Text(last));
                if (i > 0)
                {
                    await nodes[0].RunAsync(
                        "CLUSTER", "MEET", "127.0.0.1", LocalRedis.Text(nodes[i].Port), LocalRedis.Text(buses[i]));
                }
            }

            foreach (var node in nodes)
            {
                await node.UntilAsync("cluster_state:ok", "CLUSTER", "INFO");
            }

            return new LocalRedisCluster(nodes);
        }
        catch
        {
            await DisposeAsync(nodes);
            throw;
        }
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => DisposeAsync(Nodes);

    private static async ValueTask DisposeAsync(IEnumerable<LocalRedis> nodes)
    {
        foreach (var node in nodes)
        {
            await node.DisposeAsync();
        }
    }
}

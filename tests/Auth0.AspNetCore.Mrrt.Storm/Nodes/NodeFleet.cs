using Auth0.AspNetCore.Mrrt.Storm.Judging;

namespace Auth0.AspNetCore.Mrrt.Storm.Nodes;

/// <summary>The servers: which of them are there, and what is done to them.</summary>
internal sealed class NodeFleet(
    Func<int, int, NodeSettings> settings, Evidence evidence, TimeProvider time, string? logFolder) : IAsyncDisposable
{
    private readonly Lock _sync = new();
    private readonly List<NodeProcess> _all = [];

    public async Task StartAsync(int count, CancellationToken cancellationToken)
    {
        for (var node = 1; node <= count; node++)
        {
            Add(await NodeProcess.StartAsync(settings(node, 1), logFolder, cancellationToken));
        }
    }

    /// <summary>Every server that a load balancer would send requests to: also one that stands still.</summary>
    public NodeProcess[] All()
    {
        lock (_sync)
        {
            return [.. _all];
        }
    }

    /// <summary>The server that a draw from [0, 1) falls on; none when all are down.</summary>
    public NodeProcess? Pick(double draw) => All() is [_, ..] all ? all[(int)(draw * all.Length)] : null;

    public NodeProcess? Find(NodeIdentity? identity) => All().FirstOrDefault(node => node.Identity == identity);

    public bool AnyCrashed => All().Any(node => node.Crashed);

    public async Task KillAsync(NodeProcess node)
    {
        lock (_sync)
        {
            _all.Remove(node);
        }

        evidence.Add(new Kill(node.Identity, time.GetUtcNow()));
        await node.KillAsync();
        await node.DisposeAsync();
    }

    /// <summary>Starts a killed server again, with nothing of what it knew.</summary>
    public async Task RestartAsync(NodeIdentity killed, CancellationToken cancellationToken) =>
        Add(await NodeProcess.StartAsync(settings(killed.Node, killed.Life + 1), logFolder, cancellationToken));

    public async ValueTask DisposeAsync()
    {
        foreach (var node in All())
        {
            await node.DisposeAsync();
        }
    }

    private void Add(NodeProcess node)
    {
        lock (_sync)
        {
            _all.Add(node);
            _all.Sort((one, other) => one.Identity.Node.CompareTo(other.Identity.Node));
        }
    }
}

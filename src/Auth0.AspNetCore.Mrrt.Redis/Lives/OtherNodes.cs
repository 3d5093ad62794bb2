using Auth0.AspNetCore.Mrrt.Redis.Connections;
using Auth0.AspNetCore.Mrrt.Redis.Scripts;
using StackExchange.Redis;

namespace Auth0.AspNetCore.Mrrt.Redis.Lives;

/// <summary>In a cluster each node has a life of its own. A fail-over of any of them must be heard of while the servers still have in
/// memory what it forgot.</summary>
internal static class OtherNodes
{
    /// <summary>The lives of all primaries that answer.</summary>
    /// <param name="connection">The connection.</param>
    /// <param name="life">The life that is known already.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public static async Task<IReadOnlyCollection<string>> LivesAsync(
        RedisConnection connection, string life, CancellationToken cancellationToken)
    {
        var open = await connection.OpenAsync(cancellationToken).ConfigureAwait(false);
        var nodes = open.GetServers()
            .Where(server => server is { IsConnected: true, IsReplica: false, ServerType: ServerType.Cluster })
            .ToArray();
        if (nodes.Length < 2)
        {
            return [life];
        }

        var lives = await Task.WhenAll(nodes.Select(LifeAsync)).WaitAsync(cancellationToken).ConfigureAwait(false);
        return [.. lives.OfType<string>().Append(life).Distinct()];
    }

    /// <summary>Null when the node does not answer: it is asked again next time.</summary>
    private static async Task<string?> LifeAsync(IServer node)
    {
        try
        {
            return (string?)await node.ExecuteAsync("EVAL", Script.Life, 0).ConfigureAwait(false);
        }
        catch (Exception e) when (RedisFailure.Is(e))
        {
            return null;
        }
    }
}

using Auth0.AspNetCore.Mrrt.Coordination.Shared;
using StackExchange.Redis;

namespace Auth0.AspNetCore.Mrrt.Redis.Connections;

/// <summary>
/// Runs what must not be forgotten: turns and generations. Where replicas are waited for, it has a connection of its own, since
/// the wait (<c>WAIT</c>) holds up everything on its connection.
/// </summary>
internal sealed class Replicas(RedisConnection connection, RedisOptions options)
{
    /// <summary>Runs a script. Fails as the client fails.</summary>
    public Task<RedisResult> RunAsync(string script, RedisKey[] keys, RedisValue[] values, CancellationToken cancellationToken) =>
        connection.RunUntranslatedAsync(script, keys, values, cancellationToken);

    /// <summary>Whether enough replicas have what was written on this connection. After the script and not along with it: a script
    /// that Redis has forgotten is sent a second time, behind the wait.</summary>
    public async Task<bool> HaveItAsync(RedisKey key)
    {
        if (options.ReplicasToWaitFor == 0)
        {
            return true;
        }

        try
        {
            var open = await connection.OpenAsync(CancellationToken.None).ConfigureAwait(false);
            var count = await open.GetServer(key)
                .ExecuteAsync("WAIT", options.ReplicasToWaitFor, (long)options.ReplicaTimeout.TotalMilliseconds)
                .ConfigureAwait(false);
            return (long)count >= options.ReplicasToWaitFor;
        }
        catch (Exception e) when (RedisFailure.Is(e))
        {
            throw RedisFailure.Of(e);
        }
    }

    /// <summary>What a server is told when too few have it.</summary>
    public static SessionBackendException TooFew() => new("too few replicas", isOutOfReach: false);
}

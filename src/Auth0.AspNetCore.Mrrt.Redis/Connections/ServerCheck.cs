using Auth0.AspNetCore.Mrrt.Coordination.Shared;
using Auth0.AspNetCore.Mrrt.Redis.Scripts;
using Microsoft.Extensions.Logging;
using StackExchange.Redis;

namespace Auth0.AspNetCore.Mrrt.Redis.Connections;

/// <summary>What a server's settings mean for sessions. From <c>INFO</c> alone, so that no right to <c>CONFIG</c> is needed.</summary>
internal sealed class ServerCheck(RedisConnection connection, RedisOptions options, TimeProvider time, ILogger logger)
{
    private static readonly Version Oldest = new(6, 2);
    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(1);

    private long _checkedAt;
    private volatile bool _mayEvict;

    /// <summary>What is wrong with a server that answers. Null when nothing is.</summary>
    public string? Problem =>
        _mayEvict ? "Redis may evict sessions: maxmemory is set, and maxmemory-policy is not noeviction." : null;

    /// <summary>Checks every primary.</summary>
    /// <returns>The primaries' lives.</returns>
    /// <exception cref="InvalidOperationException">A setting is wrong.</exception>
    public async Task<IReadOnlyCollection<string>> AtTheStartAsync(CancellationToken cancellationToken)
    {
        List<ServerInfo> primaries;
        try
        {
            primaries = await PrimariesAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (RedisServerException e) when (RedisFailure.Word(e) is "NOPERM")
        {
            throw Rehearsal.Refusal(e, Script.Info);
        }
        catch (Exception e) when (RedisFailure.Is(e))
        {
            throw RedisFailure.Of(e);
        }

        primaries.ForEach(Refuse);
        if (primaries.Any(primary => !primary.KeepsAll))
        {
            logger.MightEvict();
        }

        if ((options.StoreSessions || options.DataProtectionKeys) && primaries.Any(primary => !primary.HasAppendOnlyFile))
        {
            logger.NotDurable();
        }

        _checkedAt = time.GetTimestamp();
        return [.. primaries.Select(primary => primary.Life!)];
    }

    /// <summary>Refuses a server that cannot keep sessions.</summary>
    /// <exception cref="InvalidOperationException">A setting is wrong.</exception>
    internal static void Refuse(ServerInfo primary)
    {
        if (primary.Version < Oldest)
        {
            throw new InvalidOperationException($"Redis {primary.Version} is too old: version {Oldest} or newer is needed.");
        }

        if (primary.Life is null)
        {
            throw new InvalidOperationException(
                "Redis does not tell run_id, master_replid2 and second_repl_offset (INFO): a restart could not be noticed.");
        }

        if (primary is { HasLimit: true, KeepsAll: false })
        {
            throw new InvalidOperationException(
                "Redis may evict sessions: maxmemory is set, and maxmemory-policy is not noeviction. Set it to noeviction.");
        }
    }

    /// <summary>Once a minute, whether somebody has allowed Redis to evict.</summary>
    public async ValueTask WhenDueAsync(CancellationToken cancellationToken)
    {
        if (time.GetElapsedTime(Interlocked.Read(ref _checkedAt)) < Interval)
        {
            return;
        }

        List<ServerInfo> primaries;
        try
        {
            primaries = await PrimariesAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (RedisFailure.Is(e) || e is SessionBackendException)
        {
            return; // whoever asks next finds out, and one node that does not answer says nothing of the others
        }

        _mayEvict = primaries.Any(primary => primary is { HasLimit: true, KeepsAll: false });
        if (_mayEvict)
        {
            logger.MayEvict();
        }

        Interlocked.Exchange(ref _checkedAt, time.GetTimestamp());
    }

    private async Task<List<ServerInfo>> PrimariesAsync(CancellationToken cancellationToken)
    {
        var open = await connection.OpenAsync(cancellationToken).ConfigureAwait(false);
        List<ServerInfo> primaries = [];
        foreach (var server in open.GetServers().Where(server => server is { IsConnected: true, IsReplica: false }))
        {
            // In a script: by itself the client takes the command for an administrator's.
            var text = (string?)await server.ExecuteAsync("EVAL", Script.Info, 0).WaitAsync(cancellationToken).ConfigureAwait(false);
            if (new ServerInfo(text ?? "") is { IsPrimary: true } info)
            {
                primaries.Add(info);
            }
        }

        return primaries is not [] ? primaries : throw new SessionBackendException("no primary answers", isOutOfReach: true);
    }
}

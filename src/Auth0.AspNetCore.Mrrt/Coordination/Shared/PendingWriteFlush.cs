using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Auth0.AspNetCore.Mrrt.Coordination.Shared;

/// <summary>Tells the backend what it could not be told before.</summary>
internal sealed class PendingWriteFlush(
    PendingWrites pendingWrites,
    RecentWrites recentWrites,
    ISessionBackend backend,
    LockWait wait,
    RecordExpiry expiry,
    SharedMetrics metrics,
    IOptions<SharedSessionOptions> options,
    ILogger<PendingWriteFlush> logger)
{
    /// <summary>Who signed out elsewhere is to be heard of in time: there will be another occasion.</summary>
    private static readonly TimeSpan Briefly = TimeSpan.FromMilliseconds(50);

    /// <summary>After so many sessions that nobody reaches the rest waits for the next time: each may take a time limit.</summary>
    private const int MostOutOfReach = 3;

    /// <summary>Who signed out when the backend could not be told. An end that the backend refuses is left for the next time, and holds
    /// up no other. Fails as the backend fails.</summary>
    /// <param name="between">What is done after each: there may be many.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public Task FlushNewEndsAsync(Func<Task> between, CancellationToken cancellationToken) =>
        FlushEndsAsync(pendingWrites.NewEnds, between, cancellationToken);

    /// <summary>Who signed out lately, where the backend may have lost it. Likewise.</summary>
    public Task FlushLostEndsAsync(Func<Task> between, CancellationToken cancellationToken) =>
        FlushEndsAsync(pendingWrites.LostEnds, between, cancellationToken);

    /// <summary>What exchanges brought. Likewise; a session whose lock somebody has is left for the next time too, and
    /// does not hold up the others.</summary>
    public Task FlushRecordsAsync(Func<Task> between, CancellationToken cancellationToken) =>
        FlushRecordsAsync(pendingWrites.Records, between, cancellationToken);

    /// <summary>The same for the sessions whose end has not to be told first.</summary>
    public Task FlushLiveRecordsAsync(Func<Task> between, CancellationToken cancellationToken) =>
        FlushRecordsAsync(pendingWrites.LiveRecords, between, cancellationToken);

    /// <summary>The same for the last time: waits for each lock as long as an exchange would.</summary>
    public Task FlushRecordsAtTheEndAsync(CancellationToken cancellationToken) => FlushRecordsAsync(
        pendingWrites.Records,
        async (sessionId, holder) =>
        {
            try
            {
                if (holder is { } own
                    && await wait.TryTakeAsync(sessionId, own, Briefly, hasUnwritten: true, cancellationToken)
                        .ConfigureAwait(false) is { } still)
                {
                    return still;
                }

                var held = await wait.TakeAsync(sessionId, options.Value.TurnTimeout, cancellationToken).ConfigureAwait(false);
                return held.Lock;
            }
            catch (TimeoutException)
            {
                return null;
            }
        },
        Nothing,
        cancellationToken);

    private Task FlushEndsAsync(
        IEnumerable<KeyValuePair<string, PendingEnd>> ends, Func<Task> between, CancellationToken cancellationToken) => TellEachAsync(
        ends,
        between,
        async end =>
        {
            await backend.EndAsync(end.Key, end.Value.Until, cancellationToken).ConfigureAwait(false);
            pendingWrites.Said(end);
            recentWrites.Ended(end.Key, end.Value.Until);
            return true;
        });

    private Task FlushRecordsAsync(
        IEnumerable<KeyValuePair<string, PendingRecord>> records, Func<Task> between, CancellationToken cancellationToken) => FlushRecordsAsync(
        records,
        (sessionId, holder) => wait.TryTakeAsync(
            sessionId, holder ?? Guid.NewGuid(), Briefly, hasUnwritten: holder is not null, cancellationToken),
        between,
        cancellationToken);

    private Task FlushRecordsAsync(
        IEnumerable<KeyValuePair<string, PendingRecord>> records,
        Func<string, Guid?, Task<ISessionLock?>> take,
        Func<Task> between,
        CancellationToken cancellationToken) => TellEachAsync(
        records,
        between,
        async record =>
        {
            cancellationToken.ThrowIfCancellationRequested();
            // An exchange may be under way, or a server is frozen.
            if (await take(record.Key, record.Value.Holder).ConfigureAwait(false) is not { } held
                || !await SayAsync(record.Key, record.Value, held).ConfigureAwait(false))
            {
                return false;
            }

            pendingWrites.Said(record);
            return true;
        });

    /// <summary>Tells each. What the backend refuses, and a session that is out of reach alone, hold up no other, and are thrown at the
    /// end.</summary>
    private async Task TellEachAsync<T>(IEnumerable<T> all, Func<Task> between, Func<T, Task<bool>> tell)
    {
        var said = 0;
        var outOfReach = 0;
        SessionBackendException? failure = null;
        foreach (var one in all)
        {
            try
            {
                said += await tell(one).ConfigureAwait(false) ? 1 : 0;
            }
            catch (SessionBackendException e)
            {
                failure = e;
                outOfReach += e.IsOutOfReach ? 1 : 0;
                if (outOfReach == MostOutOfReach)
                {
                    break;
                }
            }

            await between().ConfigureAwait(false);
        }

        Log(said);
        if (failure is not null)
        {
            throw failure;
        }
    }

    /// <returns>True when the backend knows the generation, or a later one.</returns>
    private async Task<bool> SayAsync(string sessionId, PendingRecord pending, ISessionLock held)
    {
        await using var _ = held.ConfigureAwait(false);
        var (record, stands) = (pending.Record, held.Session);
        if (stands.Generation >= record.Generation)
        {
            if (stands.Generation == record.Generation && stands.Record is { } other && !record.IsSame(other) && record.MustKeep)
            {
                metrics.InDoubt(); // another server has gone on from the same refresh token
            }

            return true;
        }

        var isKept = await held.CommitAsync(record, expiry.Of(record), CancellationToken.None).ConfigureAwait(false)
            is LockCommit.Kept or LockCommit.SessionEnded;
        if (isKept)
        {
            recentWrites.Kept(sessionId, record);
        }

        if (isKept && pending.WasKept && record.MustKeep)
        {
            metrics.InDoubt(); // until now another server may have gone on from the generation before
        }

        return isKept;
    }

    /// <summary>At the end of the application nobody has to hear of anything.</summary>
    public static Task Nothing() => Task.CompletedTask;

    private void Log(int said)
    {
        if (said > 0)
        {
            logger.Said(backend.Name, said);
        }
    }
}

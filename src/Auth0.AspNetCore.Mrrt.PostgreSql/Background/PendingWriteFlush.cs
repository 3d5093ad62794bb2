using Auth0.AspNetCore.Mrrt.Coordination;
using Auth0.AspNetCore.Mrrt.PostgreSql.Connections;
using Auth0.AspNetCore.Mrrt.PostgreSql.Sessions;
using Microsoft.Extensions.Logging;

namespace Auth0.AspNetCore.Mrrt.PostgreSql.Background;

/// <summary>Tells the database what it could not be told before.</summary>
internal sealed class PendingWriteFlush(PendingWrites pendingWrites, SessionTables tables, RowLocks locks, ILogger<PendingWriteFlush> logger)
{
    /// <summary>Who signed out. Fails as Npgsql fails, and leaves the rest for the next time.</summary>
    public async Task FlushEndsAsync(CancellationToken cancellationToken)
    {
        var said = 0;
        foreach (var end in pendingWrites.Ends)
        {
            await tables.EndAsync(end.Key, end.Value, cancellationToken).ConfigureAwait(false);
            pendingWrites.Said(end);
            said++;
        }

        Log(said);
    }

    /// <summary>What exchanges brought. Likewise; a session whose row somebody has for longer than is waited for is left
    /// for the next time too, and does not hold up the others.</summary>
    public async Task SayRecordsAsync(TimeSpan patience, CancellationToken cancellationToken)
    {
        var said = 0;
        foreach (var record in pendingWrites.Records)
        {
            try
            {
                await SayAsync(record, patience, cancellationToken).ConfigureAwait(false);
                said++;
            }
            catch (Exception e) when (DatabaseFailure.IsLockTimeout(e))
            {
                // An exchange is under way, or a server is frozen.
            }
        }

        Log(said);
    }

    private async Task SayAsync(
        KeyValuePair<string, SessionRecord> record, TimeSpan patience, CancellationToken cancellationToken)
    {
        var held = await locks.TakeAsync(record.Key, patience, cancellationToken).ConfigureAwait(false);
        await using (held.ConfigureAwait(false))
        {
            if (held.Lock.Row.Generation < record.Value.Generation)
            {
                await held.Lock.CommitAsync(record.Value, locks.ExpiresAt(record.Value)).ConfigureAwait(false);
            }
        }

        pendingWrites.Said(record);
    }

    private void Log(int said)
    {
        if (said > 0)
        {
            logger.Said(said);
        }
    }
}

using Auth0.AspNetCore.Mrrt.PostgreSql.Sessions;
using Microsoft.Extensions.Logging;

namespace Auth0.AspNetCore.Mrrt.PostgreSql.Background;

/// <summary>Tells the database what it could not be told before.</summary>
internal sealed class CatchingUp(Unsaid unsaid, SessionTables tables, RowLocks locks, ILogger<CatchingUp> logger)
{
    /// <summary>Fails as Npgsql fails, and leaves the rest for the next time.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        if (unsaid.IsEmpty)
        {
            return;
        }

        var said = 0;
        foreach (var end in unsaid.Ends)
        {
            await tables.EndAsync(end.Key, end.Value, cancellationToken).ConfigureAwait(false);
            unsaid.Said(end);
            said++;
        }

        foreach (var record in unsaid.Records)
        {
            var held = await locks.TakeAsync(record.Key, cancellationToken).ConfigureAwait(false);
            await using (held.ConfigureAwait(false))
            {
                if (!held.Lock.Row.Ended && held.Lock.Row.Generation < record.Value.Generation)
                {
                    await held.Lock.CommitAsync(record.Value, locks.ExpiresAt).ConfigureAwait(false);
                }
            }

            unsaid.Said(record);
            said++;
        }

        logger.Said(said);
    }
}

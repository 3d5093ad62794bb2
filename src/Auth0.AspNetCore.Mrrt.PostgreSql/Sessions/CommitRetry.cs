using Auth0.AspNetCore.Mrrt.Coordination;
using Auth0.AspNetCore.Mrrt.PostgreSql.Connections;

namespace Auth0.AspNetCore.Mrrt.PostgreSql.Sessions;

/// <summary>
/// Keeps what was obtained when the connection broke meanwhile: locks the row again, on new connections, for as long as
/// the application allows. The database's restart holds the others back, not the one who holds the newest tokens.
/// </summary>
internal sealed class CommitRetry(string sessionId, RowLocks locks, PostgreSqlOptions options, TimeProvider time)
{
    /// <summary>The longest pause between two tries.</summary>
    public static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(3);

    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan LongestPause = LongestWait / 1.5;

    /// <summary>Tries until it is known whether the record is kept.</summary>
    /// <exception cref="SessionCoordinationException">It is not known.</exception>
    public async Task<(RowCommit Outcome, SessionRow Row)> RunAsync(SessionRecord record, long generationRead)
    {
        var began = time.GetTimestamp();
        for (var pause = FirstPause; ; pause = Min(pause * 2, LongestPause))
        {
            try
            {
                return await TryAsync(record, generationRead).ConfigureAwait(false);
            }
            catch (Exception e) when (DatabaseFailure.Is(e))
            {
                if (time.GetElapsedTime(began) + pause > options.CommitRetryTime)
                {
                    throw DatabaseFailure.Translate(e) as SessionCoordinationException
                        ?? new SessionCoordinationException("Another server has the session's turn.");
                }
            }

#pragma warning disable CA5394 // spreads the servers' attempts; nobody gains by guessing it
            await Task.Delay(pause * (0.5 + Random.Shared.NextDouble()), time).ConfigureAwait(false);
#pragma warning restore CA5394
        }
    }

    private async Task<(RowCommit Outcome, SessionRow Row)> TryAsync(SessionRecord record, long generationRead)
    {
        var held = await locks.TakeAsync(sessionId, CancellationToken.None).ConfigureAwait(false);
        await using var _ = held.ConfigureAwait(false);
        var row = held.Lock.Row;
        if (row.Generation <= generationRead)
        {
            return (await held.Lock.CommitAsync(record, locks.ExpiresAt(record)).ConfigureAwait(false), row);
        }

        // The commit before the break may have arrived: its own record stands there, or somebody has gone on from it.
        // Who would not have gone on from it would have presented a refresh token that was spent.
        var arrived = row.Generation > record.Generation
            || (row.Record is { } stands && stands.Payload.Span.SequenceEqual(record.Payload.Span));
        return (!arrived ? RowCommit.MovedOn : row.Ended ? RowCommit.SessionEnded : RowCommit.Kept, row);
    }

    private static TimeSpan Min(TimeSpan a, TimeSpan b) => a < b ? a : b;
}

namespace Auth0.AspNetCore.Mrrt.Coordination.Shared;

/// <summary>
/// Keeps what was obtained when it is not known what became of the commit: takes the lock again, for as long as
/// the application allows. The backend's restart holds the others back, not the one who holds the newest tokens.
/// </summary>
internal sealed class CommitRetry(string sessionId, SharedParts parts)
{
    /// <summary>The longest pause between two tries.</summary>
    public static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(3);

    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan LongestPause = LongestWait / 1.5;

    /// <summary>Tries until it is known whether the record is kept.</summary>
    /// <param name="holder">The name of the lock that the commit was begun with.</param>
    /// <param name="record">What was obtained.</param>
    /// <param name="generationRead">The generation that it follows.</param>
    /// <exception cref="SessionCoordinationException">It is not known.</exception>
    public async Task<CommitAnswer> RunAsync(Guid holder, SessionRecord record, long generationRead)
    {
        var began = parts.Time.GetTimestamp();
        var pause = new GrowingPause(FirstPause, LongestPause);
        while (true)
        {
            SessionCoordinationException failure;
            try
            {
                if (await TryAsync(holder, record, generationRead).ConfigureAwait(false) is { } answer)
                {
                    return answer;
                }

                failure = new SessionCoordinationException("Another server has the session's turn.");
            }
            catch (Exception e)
            {
                failure = BackendFailure.Of(parts.Backend, e); // whatever it is: the tokens exist nowhere else
            }

            if (parts.Time.GetElapsedTime(began) + pause.Length > parts.Settings.CommitRetryTime)
            {
                throw failure;
            }

            await Task.Delay(pause.Next(), parts.Time).ConfigureAwait(false);
        }
    }

    /// <returns>Null when another holds the lock.</returns>
    private async Task<CommitAnswer?> TryAsync(Guid holder, SessionRecord record, long generationRead)
    {
        if (await parts.Wait.TryTakeAsync(sessionId, holder, parts.Settings.TurnTimeout, record.MustKeep, CancellationToken.None)
            .ConfigureAwait(false) is not { } held)
        {
            return null;
        }

        // While it is not known what was done, a lease stays: another server would present the refresh token that was used.
        var mayBeFreed = held.Lease is null || !record.MustKeep;
        try
        {
            var answer = await AnswerAsync(held, record, generationRead).ConfigureAwait(false);
            mayBeFreed = true;
            return answer;
        }
        finally
        {
            if (mayBeFreed)
            {
                await held.DisposeAsync().ConfigureAwait(false);
            }
        }
    }

    private async Task<CommitAnswer?> AnswerAsync(ISessionLock held, SessionRecord record, long generationRead)
    {
        var session = held.Session;
        if (session.Generation <= generationRead)
        {
            var outcome = await held.CommitAsync(record, parts.Expiry.Of(record), CancellationToken.None).ConfigureAwait(false);
            return outcome is LockCommit.Lost ? null : new CommitAnswer(outcome, held.Session);
        }

        // The commit before the break may have arrived: its own record stands there, or a later one. Who made a later one has most
        // likely gone on from it, and then nothing was lost. It does not say so: it may also have begun from the generation before.
        var hasMovedOn = session.Generation > record.Generation;
        if (hasMovedOn && record.MustKeep && !session.Ended)
        {
            parts.Metrics.InDoubt();
        }

        return new CommitAnswer(
            !hasMovedOn && !record.IsSame(session.Record) ? LockCommit.MovedOn
            : session.Ended ? LockCommit.SessionEnded
            : LockCommit.Kept,
            session);
    }
}

namespace Auth0.AspNetCore.Mrrt.Coordination.Shared;

/// <summary>Writes the next generation under a session's lock. When it is not known what was done, it tries again.</summary>
internal sealed class TurnCommit(string sessionId, SharedParts parts)
{
    /// <summary>Writes a record. The lock is free afterwards. Only a lease stays when it is not known what was done: until it is over,
    /// nobody else presents a refresh token that has been used.</summary>
    /// <param name="held">The lock; null when it was lost.</param>
    /// <param name="holder">Its name, or a new one.</param>
    /// <param name="record">What was obtained.</param>
    /// <param name="generationRead">The generation that it follows.</param>
    /// <exception cref="SessionCoordinationException">It is not known whether the record is kept.</exception>
    public async Task<CommitAnswer> WriteAsync(HeldLock? held, Guid holder, SessionRecord record, long generationRead)
    {
        var retry = new CommitRetry(sessionId, parts);
        if (held is null)
        {
            return await retry.RunAsync(holder, record, generationRead).ConfigureAwait(false);
        }

        var mayBeFreed = true;
        try
        {
            if (await TryAsync(held, record).ConfigureAwait(false) is { } answer)
            {
                return answer;
            }

            mayBeFreed = held.Lock.Lease is null || !record.MustKeep;
            if (mayBeFreed)
            {
                await held.DisposeAsync().ConfigureAwait(false); // else the next try would wait for this one
            }

            answer = await retry.RunAsync(holder, record, generationRead).ConfigureAwait(false);
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

    /// <returns>Null when it is not known what was done, or when another has the lock.</returns>
    private async Task<CommitAnswer?> TryAsync(HeldLock held, SessionRecord record)
    {
        await held.StopExtendingAsync().ConfigureAwait(false);
        try
        {
            var outcome = await held.Lock.CommitAsync(record, parts.Expiry.Of(record), CancellationToken.None)
                .ConfigureAwait(false);
            if (outcome is not LockCommit.Lost)
            {
                return new CommitAnswer(outcome, held.Lock.Session);
            }

            held.Lose();
        }
        catch (Exception e)
        {
            parts.Logger.CommitInterrupted(parts.Backend.Name, BackendFailure.Reason(e)); // whatever it is, the retry decides
        }

        return null;
    }
}

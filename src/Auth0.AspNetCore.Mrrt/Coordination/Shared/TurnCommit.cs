namespace Auth0.AspNetCore.Mrrt.Coordination.Shared;

/// <summary>Writes the next generation under a session's lock. When it is not known what was done, it tries again.</summary>
internal sealed class TurnCommit(string sessionId, SharedParts parts)
{
    /// <summary>Writes a record. The lock is free afterwards.</summary>
    /// <param name="held">The lock; null when it was lost.</param>
    /// <param name="record">What was obtained.</param>
    /// <param name="generationRead">The generation that it follows.</param>
    /// <exception cref="SessionCoordinationException">It is not known whether the record is kept.</exception>
    public async Task<CommitAnswer> WriteAsync(HeldLock? held, SessionRecord record, long generationRead)
    {
        if (held is null)
        {
            return await RetryAsync(Guid.NewGuid(), record, generationRead).ConfigureAwait(false);
        }

        await using var _ = held.ConfigureAwait(false);
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
        catch (SessionBackendException e)
        {
            parts.Logger.CommitInterrupted(parts.Backend.Name, e.Message);
        }

        if (held.Lock.Lease is null)
        {
            await held.Lock.DisposeAsync().ConfigureAwait(false); // else the next try would wait for this one
        }

        return await RetryAsync(held.Holder, record, generationRead).ConfigureAwait(false);
    }

    private Task<CommitAnswer> RetryAsync(Guid holder, SessionRecord record, long generationRead) =>
        new CommitRetry(sessionId, parts).RunAsync(holder, record, generationRead);
}

namespace Auth0.AspNetCore.Mrrt.Coordination.Shared;

/// <summary>Waits for a session's lock. A backend may wait by itself; one that answers at once is asked again after a
/// pause.</summary>
internal sealed class LockWait(ISessionBackend backend, RecordExpiry expiry, TimeProvider time)
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(25);
    private static readonly TimeSpan LongestPause = TimeSpan.FromMilliseconds(200);

    /// <summary>The holder's clock and the backend's differ by a little.</summary>
    private static readonly TimeSpan AfterTheHolder = TimeSpan.FromMilliseconds(10);

    /// <summary>Takes the lock.</summary>
    /// <param name="sessionId">The session.</param>
    /// <param name="patience">How long to wait for another's lock.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="TimeoutException">Another held it all the time.</exception>
    /// <exception cref="SessionBackendException">The backend fails.</exception>
    public async Task<HeldLock> TakeAsync(string sessionId, TimeSpan patience, CancellationToken cancellationToken)
    {
        var began = time.GetTimestamp();
        var hasWaited = false;
        var pause = new GrowingPause(FirstPause, LongestPause);
        while (true)
        {
            // Each attempt has a name of its own: a driver that frees one it gave up frees no later one.
            var (holder, sentAt) = (Guid.NewGuid(), time.GetTimestamp());
            var attempt = await backend.TryTakeAsync(
                Request(sessionId, holder, Rest(began, patience), hasWaited), cancellationToken).ConfigureAwait(false);
            if (attempt.Lock is { } taken)
            {
                return new HeldLock(taken, holder, sentAt);
            }

            hasWaited = true;
            var rest = Rest(began, patience);
            if (rest <= TimeSpan.Zero)
            {
                throw new TimeoutException("Another server has the session's turn for longer than is waited for.");
            }

            await Task.Delay(Min(rest, Pause(pause.Next(), attempt.HeldAtMost)), time, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Asks once, and waits no longer than the backend by itself.</summary>
    /// <param name="sessionId">The session.</param>
    /// <param name="holder">The name of a lock that was held before, or a new one.</param>
    /// <param name="patience">How long the backend may wait.</param>
    /// <param name="hasUnwritten">See <see cref="LockRequest.HasUnwritten"/>.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>The lock; null when another holds it.</returns>
    /// <exception cref="SessionBackendException">The backend fails.</exception>
    public async Task<ISessionLock?> TryTakeAsync(
        string sessionId, Guid holder, TimeSpan patience, bool hasUnwritten, CancellationToken cancellationToken)
    {
        var request = Request(sessionId, holder, patience, hasWaited: false) with { HasUnwritten = hasUnwritten };
        var attempt = await backend.TryTakeAsync(request, cancellationToken).ConfigureAwait(false);
        return attempt.Lock;
    }

    private static TimeSpan Pause(TimeSpan pause, TimeSpan? heldAtMost) =>
        heldAtMost is { } most ? Min(pause, most + AfterTheHolder) : pause;

    private static TimeSpan Min(TimeSpan a, TimeSpan b) => a < b ? a : b;

    private TimeSpan Rest(long began, TimeSpan patience)
    {
        var rest = patience - time.GetElapsedTime(began);
        return rest > TimeSpan.Zero ? rest : TimeSpan.Zero;
    }

    private LockRequest Request(string sessionId, Guid holder, TimeSpan patience, bool hasWaited) => new()
    {
        SessionId = sessionId,
        Holder = holder,
        ExpiresAt = expiry.Of(record: null),
        Patience = patience,
        HasWaited = hasWaited,
    };
}

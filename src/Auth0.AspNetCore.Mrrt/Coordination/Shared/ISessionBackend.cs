namespace Auth0.AspNetCore.Mrrt.Coordination.Shared;

/// <summary>
/// What several servers share their sessions in: a database, Redis, or anything that does each of these things in one step. A
/// driver translates. It does not repeat a call, remember a session or log: <c>WithSharedSessions</c> does all of that.
/// </summary>
/// <remarks>Sessions are named by their id, and what is kept of them is sealed. Every method throws a
/// <see cref="SessionBackendException"/> when the backend cannot do what it is asked, and no other exception but
/// <see cref="OperationCanceledException"/>. One instance serves all requests at once.</remarks>
public interface ISessionBackend
{
    /// <summary>What log lines call the backend, such as <c>the database</c> or <c>Redis</c>. No host and no user.</summary>
    string Name { get; }

    /// <summary>What is wrong with the backend although it answers, such as a setting that may lose sessions: a sentence that may be
    /// shown. The health check reads it, so it is what the driver knows already.</summary>
    /// <value>The default is <see langword="null"/>: nothing is known to be wrong.</value>
    string? Problem => null;

    /// <summary>Makes the backend ready: tables, versions, settings. Called when the application starts, and again until it has
    /// succeeded once.</summary>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>A task that is done when the backend is ready.</returns>
    /// <exception cref="InvalidOperationException">A setting is wrong and no retry helps: the application does not start. One that has
    /// started without the backend logs the text and shows it in the health check: what to set, and no host, user or value that is
    /// secret.</exception>
    /// <exception cref="SessionBackendException">The backend is out of reach, or refuses.</exception>
    ValueTask PrepareAsync(CancellationToken cancellationToken);

    /// <summary>Takes the session's lock and reads the session, in one step.</summary>
    /// <param name="request">The session, who takes its lock, and how patiently.</param>
    /// <param name="cancellationToken">Ends the wait. Then the lock is free again, now or soon.</param>
    /// <returns>The lock, or that another holds it.</returns>
    /// <exception cref="SessionBackendException">The backend is out of reach, or refuses.</exception>
    ValueTask<LockAttempt> TryTakeAsync(LockRequest request, CancellationToken cancellationToken);

    /// <summary>Reads a session without its lock.</summary>
    /// <param name="sessionId">The session.</param>
    /// <param name="known">The generation that the caller has. A record that is no newer is left out.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>What the backend knows. A session of which nothing is known has generation 0.</returns>
    /// <exception cref="SessionBackendException">The backend is out of reach, or refuses.</exception>
    ValueTask<SharedSession> ReadAsync(string sessionId, long known, CancellationToken cancellationToken);

    /// <summary>Ends a session for good, without waiting for its lock. Its ticket is removed.</summary>
    /// <param name="sessionId">The session.</param>
    /// <param name="until">For how long the end is remembered, at least. A later moment than before counts, and the expiry of the
    /// newest record where it is later: a browser may have a cookie that lasts as long.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>The newest record, which the backend drops. Null when there is none, and while somebody holds the lock: then it stays
    /// for the next turn.</returns>
    /// <exception cref="SessionBackendException">The backend is out of reach, or refuses.</exception>
    ValueTask<SessionRecord?> EndAsync(string sessionId, DateTimeOffset until, CancellationToken cancellationToken);

    /// <summary>Lists the sessions that have ended since an earlier list, by the backend's clock.</summary>
    /// <param name="position">The position of an earlier list; null lists every end that is remembered.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>The ends, newest first. A list may repeat an earlier end, and misses none.</returns>
    /// <exception cref="SessionBackendException">The backend is out of reach, or refuses.</exception>
    ValueTask<EndedSessions> EndedSinceAsync(string? position, CancellationToken cancellationToken);

    /// <summary>Removes some of what has expired.</summary>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>True when there is more to remove. The default removes nothing.</returns>
    /// <exception cref="SessionBackendException">The backend is out of reach, or refuses.</exception>
    ValueTask<bool> CleanUpAsync(CancellationToken cancellationToken) => ValueTask.FromResult(false);
}

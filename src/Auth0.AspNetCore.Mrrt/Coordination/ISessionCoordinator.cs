namespace Auth0.AspNetCore.Mrrt.Coordination;

/// <summary>
/// One exchange at a time per session, and what a request that comes late must know. Sessions are named by their id,
/// which no two users share.
/// </summary>
internal interface ISessionCoordinator
{
    /// <summary>What is known here and now, without a lock and without I/O.</summary>
    SessionStanding Peek(string sessionId);

    /// <summary>Waits for the session's turn, first come first served.</summary>
    ValueTask<ISessionTurn> EnterAsync(string sessionId, CancellationToken cancellationToken);

    /// <summary>A browser has sent this generation: it has caught up, and older ones will soon stop coming.</summary>
    void CaughtUp(string sessionId, long generation);

    /// <summary>Ends the session for good, whoever holds its turn.</summary>
    /// <param name="sessionId">The session.</param>
    /// <param name="until">When the last copy of its ticket expires; none when that is not known.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    ValueTask EndAsync(string sessionId, DateTimeOffset? until, CancellationToken cancellationToken);
}

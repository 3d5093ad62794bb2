namespace Auth0.AspNetCore.Mrrt.Coordination;

/// <summary>
/// One exchange at a time per session, and what a request that comes late must know. Sessions are named by their id,
/// which no two users share; what is kept of them is sealed. The library brings one for a single process, and one for
/// several servers on PostgreSQL. Another one is right when it keeps <c>SessionContracts.Coordinator</c> of
/// <c>Auth0.AspNetCore.Mrrt.Testing</c>, and <c>SharedCoordinator</c> for several servers.
/// </summary>
public interface ISessionCoordinator
{
    /// <summary>What this server knows already: no lock, no I/O. Asked several times in each request.</summary>
    /// <param name="sessionId">The session.</param>
    /// <returns>What is known; nothing of a session that this server has not heard of.</returns>
    SessionStatus Peek(string sessionId);

    /// <summary>True when this server knows that the session has ended: no lock, no I/O. Each call for a token asks.</summary>
    /// <param name="sessionId">The session.</param>
    bool HasEnded(string sessionId) => Peek(sessionId).Ended;

    /// <summary>Counts the ends and the generations of sessions that this server has learned of. It changes after <see cref="Peek"/>
    /// can tell of them. While it stays the same, a caller need not ask again. Null when the coordinator does not count.</summary>
    long? ChangesLearned => null;

    /// <summary>True when several servers share the sessions. An exchange of one server can then be under way while another
    /// server ends the session and continues it.</summary>
    bool IsShared => true;

    /// <summary>True when this server may not know of the session's end: it has heard of more ends than it can remember, or
    /// has not heard of all of them since its start. Then
    /// <see cref="GetStatusAsync"/> is asked before the session is opened. The default is false.</summary>
    /// <param name="sessionId">The session.</param>
    bool MayHaveForgotten(string sessionId) => false;

    /// <summary>Tells whether the servers can agree at the moment, for a health check.</summary>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>The state. The default is <see cref="CoordinationHealth.Healthy"/>.</returns>
    ValueTask<CoordinationHealth> CheckAsync(CancellationToken cancellationToken) =>
        ValueTask.FromResult(CoordinationHealth.Healthy);

    /// <summary>What any server knows, asked before a response hands out the session's cookie again.</summary>
    /// <param name="sessionId">The session.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>What is known, <see cref="SessionStatus.Ended"/> above all.</returns>
    /// <exception cref="SessionCoordinationException">The other servers are out of reach.</exception>
    ValueTask<SessionStatus> GetStatusAsync(string sessionId, CancellationToken cancellationToken);

    /// <summary>Waits for the session's turn, on this server first come first served.</summary>
    /// <param name="sessionId">The session.</param>
    /// <param name="cancellationToken">Ends the wait and leaves the line whole.</param>
    /// <returns>The turn: nobody else has one of this session until it is disposed of or its holder dies.</returns>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> came first.</exception>
    /// <exception cref="TimeoutException">Somebody holds the turn for longer than the coordinator waits.</exception>
    /// <exception cref="SessionCoordinationException">The other servers are out of reach.</exception>
    ValueTask<ISessionTurn> EnterAsync(string sessionId, CancellationToken cancellationToken);

    /// <summary>A browser has sent this generation: it has caught up, and older ones will soon stop coming.</summary>
    /// <param name="sessionId">The session.</param>
    /// <param name="generation">The generation that the browser sent.</param>
    void Acknowledge(string sessionId, long generation);

    /// <summary>Ends the session for good, without waiting for its turn. It is over when every server will hear of it.</summary>
    /// <param name="sessionId">The session.</param>
    /// <param name="until">When the last copy of its ticket expires; none when that is not known.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>The newest generation, which is forgotten now: the same request may continue the session under another name. Null
    /// when there is none, and while somebody has the turn.</returns>
    ValueTask<SessionRecord?> EndAsync(string sessionId, DateTimeOffset? until, CancellationToken cancellationToken);
}

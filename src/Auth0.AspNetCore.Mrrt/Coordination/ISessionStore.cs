namespace Auth0.AspNetCore.Mrrt.Coordination;

/// <summary>
/// Keeps the tickets of sessions that live on the servers. The cookie is a handle of constant size. A store gets
/// sealed bytes and cannot read them. Where the same object is the <see cref="ISessionCoordinator"/>, one read gives a session
/// whole, and what an exchange commits is in the session at once. Where it is another object, each exchange renews the ticket,
/// and each request asks both. One is right when it keeps <c>SessionContracts.Store</c> of
/// <c>Auth0.AspNetCore.Mrrt.Testing</c>, and <c>SharedStore</c> for several servers.
/// </summary>
public interface ISessionStore
{
    /// <summary>Begins a session, or replaces the ticket of one that lives.</summary>
    /// <param name="sessionId">The session.</param>
    /// <param name="ticket">The sealed ticket.</param>
    /// <param name="expiresAt">When the session ends by itself; none when its ticket says nothing.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>Whether it lives; not one that has ended, which nothing brings back.</returns>
    /// <exception cref="SessionCoordinationException">The store is out of reach.</exception>
    ValueTask<bool> CreateAsync(
        string sessionId, ReadOnlyMemory<byte> ticket, DateTimeOffset? expiresAt, CancellationToken cancellationToken);

    /// <summary>Replaces the ticket of a session that lives, and leaves its tokens' newest generation as it is.</summary>
    /// <param name="sessionId">The session.</param>
    /// <param name="ticket">The sealed ticket.</param>
    /// <param name="expiresAt">When the session ends by itself; none when its ticket says nothing.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>Whether it lives; one that has ended, expired or was never begun stays away.</returns>
    /// <exception cref="SessionCoordinationException">The store is out of reach.</exception>
    ValueTask<bool> RenewAsync(
        string sessionId, ReadOnlyMemory<byte> ticket, DateTimeOffset? expiresAt, CancellationToken cancellationToken);

    /// <summary>Reads a session: one look, whatever it holds.</summary>
    /// <param name="sessionId">The session.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>The session; none when it has ended, has expired or was never begun.</returns>
    /// <exception cref="SessionCoordinationException">The store is out of reach.</exception>
    ValueTask<StoredSession?> ReadAsync(string sessionId, CancellationToken cancellationToken);

    /// <summary>Removes the ticket of a session that has ended. A store that is the coordinator as well has removed it when the
    /// session ended.</summary>
    /// <param name="sessionId">The session.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>A task that is done when the ticket is gone.</returns>
    /// <exception cref="SessionCoordinationException">The store is out of reach.</exception>
    ValueTask RemoveAsync(string sessionId, CancellationToken cancellationToken);
}

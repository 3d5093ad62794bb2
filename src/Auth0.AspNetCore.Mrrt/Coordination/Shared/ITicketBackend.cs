namespace Auth0.AspNetCore.Mrrt.Coordination.Shared;

/// <summary>
/// Keeps the tickets of stored sessions. A class that is an <see cref="ISessionBackend"/> may implement this as well: one read
/// then gives the ticket and the newest record, and <see cref="ISessionBackend.EndAsync"/> removes the ticket.
/// </summary>
public interface ITicketBackend
{
    /// <summary>Begins a session, or replaces the ticket of one that lives.</summary>
    /// <param name="sessionId">The session.</param>
    /// <param name="ticket">The sealed ticket.</param>
    /// <param name="expiresAt">When the session ends by itself.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>True when the ticket is kept. False when the session has ended: nothing brings it back.</returns>
    /// <exception cref="SessionBackendException">The backend is out of reach, or refuses.</exception>
    ValueTask<bool> CreateAsync(
        string sessionId, ReadOnlyMemory<byte> ticket, DateTimeOffset expiresAt, CancellationToken cancellationToken);

    /// <summary>Replaces the ticket of a session that lives.</summary>
    /// <param name="sessionId">The session.</param>
    /// <param name="ticket">The sealed ticket.</param>
    /// <param name="expiresAt">When the session ends by itself.</param>
    /// <param name="now">The moment by which a session has expired or not.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>True when the ticket is kept. False when the session has ended, has expired or was never begun.</returns>
    /// <exception cref="SessionBackendException">The backend is out of reach, or refuses.</exception>
    ValueTask<bool> RenewAsync(
        string sessionId,
        ReadOnlyMemory<byte> ticket,
        DateTimeOffset expiresAt,
        DateTimeOffset now,
        CancellationToken cancellationToken);

    /// <summary>Reads a session's ticket, and its newest record where the same class coordinates.</summary>
    /// <param name="sessionId">The session.</param>
    /// <param name="now">The moment by which a session has expired or not.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>The session. Null when it has ended, has expired or was never begun.</returns>
    /// <exception cref="SessionBackendException">The backend is out of reach, or refuses.</exception>
    ValueTask<StoredSession?> ReadAsync(string sessionId, DateTimeOffset now, CancellationToken cancellationToken);
}

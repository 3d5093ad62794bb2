namespace Auth0.AspNetCore.Mrrt.Coordination;

/// <summary>What a store holds of a session.</summary>
/// <param name="ticket">The sealed ticket, as it was last created or renewed.</param>
/// <param name="newest">The newest generation of the tokens that was committed. Null before the first exchange, and where another
/// object coordinates.</param>
public sealed class StoredSession(ReadOnlyMemory<byte> ticket, SessionRecord? newest)
{
    /// <summary>The sealed ticket.</summary>
    public ReadOnlyMemory<byte> Ticket { get; } = ticket;

    /// <summary>The newest generation of the tokens, which may be newer than what the ticket holds. Null before the first exchange,
    /// and where another object coordinates.</summary>
    public SessionRecord? Newest { get; } = newest;
}

namespace Auth0.AspNetCore.Mrrt.Coordination;

internal sealed record InMemorySession(ReadOnlyMemory<byte> Ticket, DateTimeOffset? ExpiresAt, SessionRecord? Newest)
{
    public bool HasExpired(DateTimeOffset now) => ExpiresAt <= now;
}

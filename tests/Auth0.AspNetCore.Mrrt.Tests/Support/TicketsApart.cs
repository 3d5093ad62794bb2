using System.Collections.Concurrent;
using Auth0.AspNetCore.Mrrt.Coordination;

namespace Auth0.AspNetCore.Mrrt.Tests.Support;

/// <summary>A session store as an application might write it, which does not coordinate.</summary>
internal sealed class TicketsApart : ISessionStore
{
    private readonly ConcurrentDictionary<string, byte[]> _tickets = new(StringComparer.Ordinal);

    public ICollection<string> Ids => _tickets.Keys;

    /// <summary>What happens before a ticket is removed.</summary>
    public Action Removing { get; set; } = () => { };

    public ValueTask<bool> CreateAsync(
        string sessionId, ReadOnlyMemory<byte> ticket, DateTimeOffset? expiresAt, CancellationToken cancellationToken)
    {
        _tickets[sessionId] = ticket.ToArray();
        return new(true);
    }

    public ValueTask<bool> RenewAsync(
        string sessionId, ReadOnlyMemory<byte> ticket, DateTimeOffset? expiresAt, CancellationToken cancellationToken) => new(
        _tickets.TryGetValue(sessionId, out var known) && _tickets.TryUpdate(sessionId, ticket.ToArray(), known));

    public ValueTask<StoredSession?> ReadAsync(string sessionId, CancellationToken cancellationToken) =>
        new(_tickets.TryGetValue(sessionId, out var ticket) ? new StoredSession(ticket, newest: null) : null);

    public ValueTask RemoveAsync(string sessionId, CancellationToken cancellationToken)
    {
        Removing();
        _tickets.TryRemove(sessionId, out _);
        return ValueTask.CompletedTask;
    }
}

using System.Collections.Concurrent;

namespace Auth0.AspNetCore.Mrrt.Coordination;

/// <summary>Sessions in this process's memory: gone with it, and known to no other server.</summary>
internal sealed class InMemorySessionStore(InProcessSessionCoordinator line, TimeProvider time)
    : ISessionCoordinator, ISessionStore
{
    private readonly ConcurrentDictionary<string, InMemorySession> _sessions = new(StringComparer.Ordinal);
    private readonly SweepInterval _sweeps = new();
    private readonly SteadyTime _steady = new(time);

    public int Count => _sessions.Count;

    public ValueTask<bool> CreateAsync(
        string sessionId, ReadOnlyMemory<byte> ticket, DateTimeOffset? expiresAt, CancellationToken cancellationToken)
    {
        Sweep();
        if (!line.Peek(sessionId).Ended)
        {
            _sessions.AddOrUpdate(
                sessionId,
                _ => new InMemorySession(ticket, expiresAt, Newest: null),
                (_, session) => session with { Ticket = ticket, ExpiresAt = expiresAt });
        }

        return ValueTask.FromResult(Lives(sessionId));
    }

    public ValueTask<bool> RenewAsync(
        string sessionId, ReadOnlyMemory<byte> ticket, DateTimeOffset? expiresAt, CancellationToken cancellationToken)
    {
        Change(sessionId, session => session with { Ticket = ticket, ExpiresAt = expiresAt });
        return ValueTask.FromResult(Lives(sessionId));
    }

    public ValueTask<StoredSession?> ReadAsync(string sessionId, CancellationToken cancellationToken) =>
        ValueTask.FromResult(
            Lives(sessionId) && _sessions.TryGetValue(sessionId, out var session)
                ? new StoredSession(session.Ticket, session.Newest)
                : null);

    public ValueTask RemoveAsync(string sessionId, CancellationToken cancellationToken)
    {
        _sessions.TryRemove(sessionId, out _);
        return ValueTask.CompletedTask;
    }

    public bool IsShared => false;

    public SessionStatus Peek(string sessionId) => line.Peek(sessionId);

    public bool HasEnded(string sessionId) => line.HasEnded(sessionId);

    public bool MayHaveForgotten(string sessionId) => line.MayHaveForgotten(sessionId);

    public long? ChangesLearned => line.ChangesLearned;

    public ValueTask<SessionStatus> GetStatusAsync(string sessionId, CancellationToken cancellationToken) =>
        line.GetStatusAsync(sessionId, cancellationToken);

    public async ValueTask<ISessionTurn> EnterAsync(string sessionId, CancellationToken cancellationToken) =>
        new InMemorySessionTurn(
            await line.EnterAsync(sessionId, cancellationToken).ConfigureAwait(false),
            () => _sessions.GetValueOrDefault(sessionId)?.Newest,
            newest => Change(sessionId, session => session with { Newest = newest }));

    public void Acknowledge(string sessionId, long generation) => line.Acknowledge(sessionId, generation);

    public async ValueTask<SessionRecord?> EndAsync(
        string sessionId, DateTimeOffset? until, CancellationToken cancellationToken)
    {
        var newest = await line.EndAsync(sessionId, until, cancellationToken).ConfigureAwait(false);
        return _sessions.TryRemove(sessionId, out var session) ? newest ?? session.Newest : newest;
    }

    private bool Lives(string sessionId)
    {
        if (line.Peek(sessionId).Ended)
        {
            _sessions.TryRemove(sessionId, out _); // ended between the question and the change
            return false;
        }

        return _sessions.TryGetValue(sessionId, out var session) && !session.HasExpired(time.GetUtcNow());
    }

    private void Change(string sessionId, Func<InMemorySession, InMemorySession> change)
    {
        while (_sessions.TryGetValue(sessionId, out var session)
               && !session.HasExpired(time.GetUtcNow())
               && !_sessions.TryUpdate(sessionId, change(session), session))
        {
            // Somebody else changed it between the look and the change: look again.
        }
    }

    private void Sweep()
    {
        if (!_sweeps.IsOver(_steady.Now))
        {
            return;
        }

        var expired = _steady.Expired;
        foreach (var entry in _sessions)
        {
            if (entry.Value.HasExpired(expired))
            {
                _sessions.TryRemove(entry);
            }
        }
    }
}

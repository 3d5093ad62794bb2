using System.Collections.Concurrent;

namespace Auth0.AspNetCore.Mrrt.Coordination;

/// <summary>Coordinates the requests of one process.</summary>
internal sealed class InProcessSessionCoordinator(TimeProvider time) : ISessionCoordinator
{
    /// <summary>How long a browser that has not caught up is waited for.</summary>
    public static readonly TimeSpan RecordLifetime = TimeSpan.FromHours(24);

    /// <summary>How long requests that left before the browser caught up may still arrive.</summary>
    public static readonly TimeSpan Grace = TimeSpan.FromMinutes(2);

    /// <summary>How long an ended session is remembered, longer than any response can be under way.</summary>
    public static readonly TimeSpan EndedLifetime = TimeSpan.FromHours(1);

    private static readonly TimeSpan SweepInterval = TimeSpan.FromMinutes(1);

    private readonly ConcurrentDictionary<string, CoordinatedSession> _sessions = new(StringComparer.Ordinal);
    private long _nextSweep;

    /// <summary>How many sessions cost memory at the moment.</summary>
    public int Count => _sessions.Count;

    public SessionStanding Peek(string sessionId) =>
        _sessions.TryGetValue(sessionId, out var session) ? session.Standing(time.GetUtcNow()) : default;

    public ValueTask<ISessionTurn> EnterAsync(string sessionId, CancellationToken cancellationToken)
    {
        Sweep();
        while (true)
        {
            var session = _sessions.GetOrAdd(sessionId, static _ => new CoordinatedSession());
            if (session.TryEnqueue(out var previous, out var own))
            {
                return TakeTurnAsync(sessionId, session, previous, own, cancellationToken);
            }
        }
    }

    public void CaughtUp(string sessionId, long generation)
    {
        if (_sessions.TryGetValue(sessionId, out var session))
        {
            session.CaughtUp(generation, time.GetUtcNow() + Grace);
        }
    }

    public ValueTask EndAsync(string sessionId, CancellationToken cancellationToken)
    {
        Sweep();
        while (!_sessions.GetOrAdd(sessionId, static _ => new CoordinatedSession())
                   .TryEnd(time.GetUtcNow() + EndedLifetime))
        {
            // The entry was freed between the look-up and the call: take the next one.
        }

        return ValueTask.CompletedTask;
    }

    private async ValueTask<ISessionTurn> TakeTurnAsync(
        string sessionId,
        CoordinatedSession session,
        Task previous,
        TaskCompletionSource own,
        CancellationToken cancellationToken)
    {
        try
        {
            await previous.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            // Out of the line without breaking it: those behind wait for whoever is still in front.
            _ = previous.ContinueWith(
                _ => Leave(sessionId, session, own),
                CancellationToken.None,
                TaskContinuationOptions.ExecuteSynchronously,
                TaskScheduler.Default);
            throw;
        }

        return new InProcessSessionTurn(session, time, () => Leave(sessionId, session, own));
    }

    private void Leave(string sessionId, CoordinatedSession session, TaskCompletionSource own)
    {
        if (session.Leave(time.GetUtcNow()))
        {
            _sessions.TryRemove(KeyValuePair.Create(sessionId, session));
        }

        own.SetResult();
    }

    private void Sweep()
    {
        var now = time.GetUtcNow();
        var due = Volatile.Read(ref _nextSweep);
        if (now.UtcTicks < due
            || Interlocked.CompareExchange(ref _nextSweep, (now + SweepInterval).UtcTicks, due) != due)
        {
            return;
        }

        foreach (var entry in _sessions)
        {
            if (entry.Value.TryFree(now))
            {
                _sessions.TryRemove(entry);
            }
        }
    }
}

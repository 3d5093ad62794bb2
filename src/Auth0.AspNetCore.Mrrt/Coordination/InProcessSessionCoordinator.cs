using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace Auth0.AspNetCore.Mrrt.Coordination;

/// <summary>
/// Coordinates the requests of one process; also the line within each server for a coordinator across servers, so that
/// of each session one request at most waits outside. Nothing global is locked, and a session that nobody waits for
/// and of which nothing is remembered costs nothing.
/// </summary>
/// <param name="time">Tells how long things are remembered.</param>
/// <param name="logger">Hears of sessions that were forgotten because there are too many.</param>
public sealed class InProcessSessionCoordinator(TimeProvider time, ILogger<InProcessSessionCoordinator> logger)
    : ISessionCoordinator
{
    /// <summary>How long a browser that has not caught up is waited for, when nobody knows how long its cookie lasts
    /// (<see cref="SessionRecord.KeepUntil"/>).</summary>
    internal static readonly TimeSpan RecordLifetime = TimeSpan.FromDays(14);

    /// <summary>How long requests that began before the browser caught up may still need what they missed.</summary>
    internal static readonly TimeSpan Grace = TimeSpan.FromHours(1);

    /// <summary>How long an ended session is remembered when nobody knows when its ticket expires.</summary>
    internal static readonly TimeSpan EndedLifetime = TimeSpan.FromDays(14);

    /// <summary>More sessions than this are not remembered, but for the numbers of their newest generations; those whose
    /// memory ends first go first, and those that have ended last of all.</summary>
    internal const int MaxRememberedSessions = 100_000;

    private readonly ConcurrentDictionary<string, CoordinatedSession> _sessions = new(StringComparer.Ordinal);
    private readonly GenerationNumbers _numbers = new();
    private readonly SweepInterval _sweeps = new();
    private long _changesLearned;

    /// <summary>How the next in line is told. It is not told on the thread of the caller that leaves, unless a test chooses the order
    /// of every step.</summary>
    internal TaskCreationOptions HandOver { get; init; } = TaskCreationOptions.RunContinuationsAsynchronously;

    /// <summary>How many sessions are in use or remembered at the moment.</summary>
    internal int Count => _sessions.Count;

    /// <summary>Of how many sessions the number of the newest generation is remembered.</summary>
    internal int GenerationsRemembered => _numbers.Count;

    /// <summary>How many hold a turn or wait for one, over all sessions.</summary>
    internal int QueueLength => _sessions.Values.Sum(session => session.Status(time.GetUtcNow()).QueueLength);

    /// <inheritdoc/>
    public SessionStatus Peek(string sessionId) =>
        _sessions.TryGetValue(sessionId, out var session)
            ? session.Status(time.GetUtcNow())
            : new SessionStatus { NewestGeneration = _numbers.Of(sessionId, time.GetUtcNow()) };

    /// <inheritdoc/>
    public bool HasEnded(string sessionId) =>
        _sessions.TryGetValue(sessionId, out var session) && session.HasEnded(time);

    /// <inheritdoc/>
    public long? ChangesLearned => Volatile.Read(ref _changesLearned);

    /// <inheritdoc/>
    public bool IsShared => false;

    /// <inheritdoc/>
    public ValueTask<SessionStatus> GetStatusAsync(string sessionId, CancellationToken cancellationToken) =>
        ValueTask.FromResult(Peek(sessionId));

    /// <inheritdoc/>
    public ValueTask<ISessionTurn> EnterAsync(string sessionId, CancellationToken cancellationToken)
    {
        Sweep();
        if (cancellationToken.IsCancellationRequested)
        {
            return ValueTask.FromCanceled<ISessionTurn>(cancellationToken);
        }

        while (true)
        {
            var session = SessionOf(sessionId);
            if (session.TryEnqueue(HandOver, out var previous, out var own))
            {
                return TakeTurnAsync(sessionId, session, previous, own, cancellationToken);
            }
        }
    }

    /// <inheritdoc/>
    public void Acknowledge(string sessionId, long generation)
    {
        if (_sessions.TryGetValue(sessionId, out var session))
        {
            session.Acknowledge(generation, time.GetUtcNow() + Grace);
        }
    }

    /// <inheritdoc/>
    public ValueTask<SessionRecord?> EndAsync(string sessionId, DateTimeOffset? until, CancellationToken cancellationToken)
    {
        Sweep();
        var now = time.GetUtcNow();
        SessionRecord? newest;
        while (!SessionOf(sessionId).TryEnd(until > now ? until.Value : now + EndedLifetime, now, out newest))
        {
            // The entry was freed between the look-up and the call: take the next one.
        }

        Interlocked.Increment(ref _changesLearned);
        return ValueTask.FromResult(newest);
    }

    /// <summary>Takes over a generation that another server has committed. An older one changes nothing, nor does one of a session
    /// that has ended.</summary>
    /// <param name="sessionId">The session.</param>
    /// <param name="record">The generation.</param>
    public void Learn(string sessionId, SessionRecord record)
    {
        ArgumentNullException.ThrowIfNull(record);
        bool isNewer;
        while (!SessionOf(sessionId).TryLearn(record, time.GetUtcNow(), out isNewer))
        {
            // The entry was freed between the look-up and the call: take the next one.
        }

        if (isNewer)
        {
            Interlocked.Increment(ref _changesLearned);
        }
    }

    private CoordinatedSession SessionOf(string sessionId) =>
        _sessions.GetOrAdd(sessionId, static (id, numbers) => new CoordinatedSession(id, numbers), _numbers);

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

        return new InProcessSessionTurn(
            session, time, () => Leave(sessionId, session, own), () => Interlocked.Increment(ref _changesLearned));
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
        if (!_sweeps.IsOver(now))
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

        ForgetBeyond(MaxRememberedSessions);
        if (_numbers.Sweep(now) is > 0 and var numbers)
        {
            logger.GenerationsForgotten(numbers, GenerationNumbers.Most);
        }
    }

    private void ForgetBeyond(int most)
    {
        var excess = _sessions.Count - most;
        if (excess <= 0)
        {
            return;
        }

        // Those that have ended go last: a cookie of theirs would be taken for a session again. Whoever was forgotten of the
        // others is asked to sign in at worst.
        var now = time.GetUtcNow();
        var first = _sessions
            .Select(entry => (Entry: entry, entry.Value.Status(now).Ended, entry.Value.RememberedUntil))
            .OrderBy(session => session.Ended)
            .ThenBy(session => session.RememberedUntil)
            .Take(excess);
        var (forgotten, ended) = (0, 0);
        foreach (var session in first)
        {
            if (session.Entry.Value.TryForget(session.Ended, now))
            {
                _sessions.TryRemove(session.Entry);
                forgotten++;
                ended += session.Ended ? 1 : 0;
            }
        }

        logger.SessionsForgotten(forgotten, most);
        if (ended > 0)
        {
            logger.EndedSessionsForgotten(ended, most);
        }
    }
}

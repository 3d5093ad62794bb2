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

    /// <summary>The newest generations of more sessions than this are not remembered, but for their numbers.</summary>
    internal const int MaxRememberedSessions = 100_000;

    private readonly CoordinatedSessions _sessions = new(time, logger);
    private long _changesLearned;

    /// <summary>How the next in line is told. It is not told on the thread of the caller that leaves, unless a test chooses the order
    /// of every step.</summary>
    internal TaskCreationOptions HandOver { get; init; } = TaskCreationOptions.RunContinuationsAsynchronously;

    /// <summary>How many sessions are in use, or have their newest generation remembered, at the moment.</summary>
    internal int Count => _sessions.Count;

    /// <summary>Of how many sessions the number of the newest generation is remembered.</summary>
    internal int GenerationsRemembered => _sessions.Memory.Numbers.Count;

    /// <summary>Of how many sessions the end is remembered.</summary>
    internal int EndsRemembered => _sessions.Memory.Ends.Count;

    /// <summary>How many hold a turn or wait for one, over all sessions.</summary>
    internal int QueueLength => _sessions.QueueLength(time.GetUtcNow());

    /// <inheritdoc/>
    public SessionStatus Peek(string sessionId)
    {
        var now = time.GetUtcNow();
        return _sessions.Find(sessionId) is { } session
            ? session.Status(now)
            : _sessions.Memory.Status(sessionId, now);
    }

    /// <inheritdoc/>
    public bool HasEnded(string sessionId) => _sessions.Memory.Ends.Holds(sessionId, time);

    /// <inheritdoc/>
    public bool MayHaveForgotten(string sessionId) => _sessions.Memory.Ends.MayHaveForgotten(time);

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
        _sessions.Sweep();
        if (cancellationToken.IsCancellationRequested)
        {
            return ValueTask.FromCanceled<ISessionTurn>(cancellationToken);
        }

        while (true)
        {
            var session = _sessions.Of(sessionId);
            if (session.TryEnqueue(HandOver, out var previous, out var own))
            {
                return TakeTurnAsync(sessionId, session, previous, own, cancellationToken);
            }
        }
    }

    /// <inheritdoc/>
    public void Acknowledge(string sessionId, long generation)
    {
        if (_sessions.Find(sessionId) is { } session)
        {
            session.Acknowledge(generation, time.GetUtcNow() + Grace);
        }
    }

    /// <inheritdoc/>
    public ValueTask<SessionRecord?> EndAsync(string sessionId, DateTimeOffset? until, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        _sessions.Sweep();
        // A sign-in within the session may have made a cookie that lasts longer than the one that the sign-out came with.
        var end = until > now ? until.Value : now + EndedLifetime;
        end = _sessions.Memory.Numbers.LastExpires(sessionId) is { } last && last > end ? last : end;
        var forgotten = _sessions.NoteEnd(sessionId, end);
        if (forgotten > 0)
        {
            logger.EndedSessionsForgotten(forgotten, EndedMemory.Most);
        }

        // From here on no commit is kept. One that came before is dropped.
        SessionRecord? newest = null;
        while (_sessions.Find(sessionId) is { } session)
        {
            if (session.TryEnd(now, out newest))
            {
                _sessions.FreeIfUnused(sessionId, session);
                break;
            }

            // The entry was freed between the look-up and the call: look again.
        }

        Interlocked.Increment(ref _changesLearned);
        return ValueTask.FromResult(newest);
    }

    /// <summary>Notes that this server has not heard of some ends, as when a list of them was cut off. Until then
    /// <see cref="MayHaveForgotten"/> is true, so that each session's end is asked for.</summary>
    /// <param name="until">When the last copy of those sessions' tickets expires.</param>
    internal void ForgotEnds(DateTimeOffset until) => _sessions.Memory.Ends.Forgot(until);

    /// <summary>Takes over a generation that another server has committed. An older one changes nothing, nor does one of a session
    /// that has ended.</summary>
    /// <param name="sessionId">The session.</param>
    /// <param name="record">The generation.</param>
    public void Learn(string sessionId, SessionRecord record)
    {
        ArgumentNullException.ThrowIfNull(record);
        _sessions.Sweep();
        bool isNewer;
        while (!_sessions.Of(sessionId).TryLearn(record, time.GetUtcNow(), out isNewer))
        {
            // The entry was freed between the look-up and the call: take the next one.
        }

        if (isNewer)
        {
            Interlocked.Increment(ref _changesLearned);
        }
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

        return new InProcessSessionTurn(
            session, time, () => Leave(sessionId, session, own), () => Interlocked.Increment(ref _changesLearned));
    }

    private void Leave(string sessionId, CoordinatedSession session, TaskCompletionSource own)
    {
        _sessions.Leave(sessionId, session);
        own.SetResult();
    }
}

using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace Auth0.AspNetCore.Mrrt.Coordination;

/// <summary>The sessions of one process that are in use, or of which something is remembered. Forgets what has expired, and what
/// is too much.</summary>
internal sealed class CoordinatedSessions(TimeProvider time, ILogger logger)
{
    private readonly SteadyTime _steady = new(time);
    private readonly ConcurrentDictionary<string, CoordinatedSession> _sessions = new(StringComparer.Ordinal);
    private readonly SweepInterval _sweeps = new();
    private readonly SweepInterval _hurries = new(TimeSpan.FromSeconds(1));

    public SessionMemory Memory { get; } = new();

    public int Count => _sessions.Count;

    public int QueueLength(DateTimeOffset now) => _sessions.Values.Sum(session => session.Status(now).QueueLength);

    public CoordinatedSession? Find(string sessionId) => _sessions.TryGetValue(sessionId, out var session) ? session : null;

    public CoordinatedSession Of(string sessionId) =>
        _sessions.GetOrAdd(sessionId, static (id, memory) => new CoordinatedSession(id, memory), Memory);

    /// <summary>Steps out of a session's line.</summary>
    public void Leave(string sessionId, CoordinatedSession session)
    {
        if (session.Leave(_steady.Expired))
        {
            Remove(sessionId, session);
        }
    }

    /// <summary>Remembers an end.</summary>
    /// <returns>How many ends were forgotten for it although they were needed.</returns>
    public int NoteEnd(string sessionId, DateTimeOffset until) => Memory.Ends.Note(sessionId, until, _steady.Expired);

    public void FreeIfUnused(string sessionId, CoordinatedSession session)
    {
        if (session.TryFree(_steady.Expired))
        {
            Remove(sessionId, session);
        }
    }

    /// <summary>Forgets what has expired, and what is too much. One caller a minute does it, or one a second while the records
    /// are far too many.</summary>
    public void Sweep()
    {
        var steady = _steady.Now;
        if (!_sweeps.IsOver(steady) && !(Memory.Records.IsFarExceeded && _hurries.IsOver(steady)))
        {
            return;
        }

        foreach (var (sessionId, session) in _sessions)
        {
            FreeIfUnused(sessionId, session);
        }

        var expired = _steady.Expired;
        Memory.Ends.Sweep(expired);
        ForgetExcess();
        if (Memory.Numbers.Sweep(expired) is > 0 and var numbers)
        {
            logger.GenerationsForgotten(numbers, GenerationNumbers.Most);
        }
    }

    /// <summary>Forgets the newest generations whose memory ends first, until the rest is within the budget. A browser of theirs that
    /// is late must sign in again at worst.</summary>
    private void ForgetExcess()
    {
        if (!Memory.Records.IsExceeded)
        {
            return;
        }

        var forgotten = 0;
        foreach (var (sessionId, session, _) in _sessions
            .Select(entry => (entry.Key, Session: entry.Value, Until: entry.Value.NewestUntil))
            .Where(entry => entry.Until is not null)
            .OrderBy(entry => entry.Until)
            .TakeWhile(_ => Memory.Records.IsExceeded))
        {
            if (session.TryForget())
            {
                Remove(sessionId, session);
                forgotten++;
            }
        }

        logger.SessionsForgotten(forgotten, RecordBudget.MostRecords, RecordBudget.MostBytes >> 20);
    }

    private void Remove(string sessionId, CoordinatedSession session) =>
        _sessions.TryRemove(KeyValuePair.Create(sessionId, session));
}

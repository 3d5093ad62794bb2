using System.Diagnostics.CodeAnalysis;

namespace Auth0.AspNetCore.Mrrt.Coordination;

/// <summary>One session's line and what is remembered of it. Freed when nobody waits and nothing is remembered.</summary>
/// <param name="sessionId">The session.</param>
/// <param name="memory">Remembers its end and the number of its newest generation, also when this is freed.</param>
internal sealed class CoordinatedSession(string sessionId, SessionMemory memory)
{
    private readonly Lock _gate = new();
    private Task _lastInLine = Task.CompletedTask;
    private int _inLine;
    private bool _freed;
    private SessionRecord? _newest;
    private DateTimeOffset _newestUntil;

    /// <summary>Until when the newest generation is remembered. Null when none is.</summary>
    public DateTimeOffset? NewestUntil
    {
        get
        {
            lock (_gate)
            {
                return _newest is null ? null : _newestUntil;
            }
        }
    }

    public SessionStatus Status(DateTimeOffset now)
    {
        lock (_gate)
        {
            return memory.Status(sessionId, now) with { QueueLength = _inLine, Newest = NewestAt(now) };
        }
    }

    public bool TryEnqueue(
        TaskCreationOptions handOver,
        [NotNullWhen(true)] out Task? previous,
        [NotNullWhen(true)] out TaskCompletionSource? own)
    {
        lock (_gate)
        {
            if (_freed)
            {
                previous = null;
                own = null;
                return false;
            }

            previous = _lastInLine;
            own = new TaskCompletionSource(handOver);
            _lastInLine = own.Task;
            _inLine++;
            return true;
        }
    }

    /// <summary>Steps out of the line; tells whether nothing is left to keep.</summary>
    public bool Leave(DateTimeOffset now)
    {
        lock (_gate)
        {
            _inLine--;
            return FreeUnderLock(now);
        }
    }

    public bool TryFree(DateTimeOffset now)
    {
        lock (_gate)
        {
            return FreeUnderLock(now);
        }
    }

    /// <summary>Forgets the newest generation, when too many are remembered; not while somebody is in line. Its number stays.</summary>
    public bool TryForget()
    {
        lock (_gate)
        {
            if (_inLine > 0)
            {
                return false;
            }

            Remember(null, default);
            return _freed = true;
        }
    }

    public bool TryCommit(SessionRecord next, long generationRead, DateTimeOffset now)
    {
        lock (_gate)
        {
            if (memory.Numbers.Of(sessionId, now) > generationRead)
            {
                return false;
            }

            var until = Note(next, now);
            if (memory.Ends.Holds(sessionId, now))
            {
                return false; // A sign-in that continues the session learns from the number what was used (G16).
            }

            Remember(next, until);
            return true;
        }
    }

    /// <summary>Takes over what another server has committed; false when this was freed meanwhile.</summary>
    public bool TryLearn(SessionRecord record, DateTimeOffset now, out bool isNewer)
    {
        lock (_gate)
        {
            isNewer = false;
            if (_freed)
            {
                return false;
            }

            isNewer = !memory.Ends.Holds(sessionId, now) && record.Generation > memory.Numbers.Of(sessionId, now);
            if (isNewer)
            {
                Remember(record, Note(record, now));
            }

            return true;
        }
    }

    public void Acknowledge(long generation, DateTimeOffset until)
    {
        lock (_gate)
        {
            if (_newest?.Generation <= generation && until < _newestUntil)
            {
                _newestUntil = until;
            }
        }
    }

    /// <summary>Drops the newest generation of a session whose end has been noted; false when this was freed meanwhile.</summary>
    /// <param name="now">The time.</param>
    /// <param name="newest">The generation. Null when there is none.</param>
    public bool TryEnd(DateTimeOffset now, out SessionRecord? newest)
    {
        lock (_gate)
        {
            newest = NewestAt(now);
            if (_freed)
            {
                return false;
            }

            Remember(null, default);
            return true;
        }
    }

    private DateTimeOffset Note(SessionRecord record, DateTimeOffset now) => memory.Numbers.Note(
        sessionId, record.Generation, record.KeepUntil ?? now + InProcessSessionCoordinator.RecordLifetime);

    private SessionRecord? NewestAt(DateTimeOffset now) => _newestUntil > now ? _newest : null;

    private void Remember(SessionRecord? newest, DateTimeOffset until)
    {
        memory.Records.Change(_newest, newest);
        (_newest, _newestUntil) = (newest, until);
    }

    private bool FreeUnderLock(DateTimeOffset now)
    {
        if (NewestAt(now) is null)
        {
            Remember(null, default);
        }

        return _freed |= _inLine == 0 && _newest is null;
    }
}

using System.Diagnostics.CodeAnalysis;

namespace Auth0.AspNetCore.Mrrt.Coordination;

/// <summary>One session's line and what is remembered of it. Freed when nobody waits and nothing is remembered.</summary>
/// <param name="sessionId">The session.</param>
/// <param name="numbers">Remembers the number of its newest generation, also when this is freed.</param>
internal sealed class CoordinatedSession(string sessionId, GenerationNumbers numbers)
{
    private readonly Lock _gate = new();
    private Task _lastInLine = Task.CompletedTask;
    private int _inLine;
    private bool _freed;
    private SessionRecord? _newest;
    private DateTimeOffset _newestUntil;
    private DateTimeOffset _endedUntil;

    /// <summary>When nothing but the number is remembered any more.</summary>
    public DateTimeOffset RememberedUntil
    {
        get
        {
            lock (_gate)
            {
                return Latest(_newestUntil, _endedUntil);
            }
        }
    }

    /// <summary>True when the session has ended. The clock is read only for a session with an end.</summary>
    public bool HasEnded(TimeProvider time)
    {
        lock (_gate)
        {
            return _endedUntil != default && _endedUntil > time.GetUtcNow();
        }
    }

    public SessionStatus Status(DateTimeOffset now)
    {
        lock (_gate)
        {
            return new SessionStatus
            {
                Ended = _endedUntil > now,
                QueueLength = _inLine,
                Newest = NewestAt(now),
                NewestGeneration = numbers.Of(sessionId, now),
            };
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
            if (NewestAt(now) is null)
            {
                _newest = null;
            }

            return FreeUnderLock(now);
        }
    }

    /// <summary>Forgets everything but the number, when too many sessions are remembered; not while somebody is in line, nor when it has
    /// ended since it was chosen.</summary>
    public bool TryForget(bool ended, DateTimeOffset now)
    {
        lock (_gate)
        {
            if (_inLine > 0 || (!ended && _endedUntil > now))
            {
                return false;
            }

            _newest = null;
            return _freed = true;
        }
    }

    public bool TryCommit(SessionRecord next, long generationRead, DateTimeOffset now)
    {
        lock (_gate)
        {
            if (numbers.Of(sessionId, now) > generationRead)
            {
                return false;
            }

            var until = Note(next, now);
            if (_endedUntil > now)
            {
                return false; // A sign-in that continues the session learns from the number what was used (G16).
            }

            (_newest, _newestUntil) = (next, until);
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

            isNewer = _endedUntil <= now && record.Generation > numbers.Of(sessionId, now);
            if (isNewer)
            {
                (_newest, _newestUntil) = (record, Note(record, now));
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

    public bool TryEnd(DateTimeOffset until, DateTimeOffset now, out SessionRecord? newest)
    {
        lock (_gate)
        {
            newest = NewestAt(now);
            if (_freed)
            {
                return false;
            }

            _endedUntil = Latest(_endedUntil, until);
            _newest = null;
            return true;
        }
    }

    private static DateTimeOffset Latest(DateTimeOffset a, DateTimeOffset b) => a > b ? a : b;

    private DateTimeOffset Note(SessionRecord record, DateTimeOffset now) => numbers.Note(
        sessionId, record.Generation, record.KeepUntil ?? now + InProcessSessionCoordinator.RecordLifetime);

    private SessionRecord? NewestAt(DateTimeOffset now) => _newestUntil > now ? _newest : null;

    private bool FreeUnderLock(DateTimeOffset now)
    {
        _freed |= _inLine == 0 && _endedUntil <= now && NewestAt(now) is null;
        return _freed;
    }
}

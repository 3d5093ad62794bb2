using System.Diagnostics.CodeAnalysis;

namespace Auth0.AspNetCore.Mrrt.Coordination;

/// <summary>One session's line and what is remembered of it. Freed when nobody waits and nothing is remembered.</summary>
internal sealed class CoordinatedSession
{
    private readonly Lock _gate = new();
    private Task _lastInLine = Task.CompletedTask;
    private int _inLine;
    private bool _freed;
    private SessionRecord? _newest;
    private DateTimeOffset _newestUntil;
    private DateTimeOffset _endedUntil;

    public SessionStanding Standing(DateTimeOffset now)
    {
        lock (_gate)
        {
            return new SessionStanding { Ended = _endedUntil > now, Busy = _inLine > 0, Newest = NewestAt(now) };
        }
    }

    public bool TryEnqueue([NotNullWhen(true)] out Task? previous, [NotNullWhen(true)] out TaskCompletionSource? own)
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
            own = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
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

    public bool TryCommit(SessionRecord next, long generationRead, DateTimeOffset now, DateTimeOffset until)
    {
        lock (_gate)
        {
            if (_endedUntil > now || (NewestAt(now)?.Generation ?? generationRead) > generationRead)
            {
                return false;
            }

            _newest = next;
            _newestUntil = until;
            return true;
        }
    }

    public void CaughtUp(long generation, DateTimeOffset until)
    {
        lock (_gate)
        {
            if (_newest?.Generation <= generation && until < _newestUntil)
            {
                _newestUntil = until;
            }
        }
    }

    public bool TryEnd(DateTimeOffset until)
    {
        lock (_gate)
        {
            if (_freed)
            {
                return false;
            }

            _endedUntil = until;
            _newest = null;
            return true;
        }
    }

    private SessionRecord? NewestAt(DateTimeOffset now) => _newestUntil > now ? _newest : null;

    private bool FreeUnderLock(DateTimeOffset now)
    {
        _freed |= _inLine == 0 && _endedUntil <= now && NewestAt(now) is null;
        return _freed;
    }
}

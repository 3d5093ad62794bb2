using Auth0.AspNetCore.Mrrt.Coordination;
using Auth0.AspNetCore.Mrrt.Coordination.Shared;

namespace Auth0.AspNetCore.Mrrt.Tests.Support;

/// <summary>A backend of the application's own, in memory. Its locks last until they are disposed of, as those of a transaction
/// do. With a lease it says in code what the scripts of Redis say. Several servers may be given the same one.</summary>
/// <param name="time">The backend's clock.</param>
/// <param name="lease">For how long a lock is held unless it is extended; null for a transaction's.</param>
internal sealed class MemoryBackend(TimeProvider? time = null, TimeSpan? lease = null) : ISessionBackend, ITicketBackend
{
    /// <summary>For how long the holder of a lease that is over may still be heard of, from when somebody finds it over.</summary>
    public TimeSpan Grace { get; init; } = TimeSpan.FromSeconds(5);

    private readonly Lock _gate = new();
    private readonly TimeProvider _time = time ?? TimeProvider.System;
    private readonly Dictionary<string, MemoryRow> _rows = new(StringComparer.Ordinal);
    private readonly MemoryHistory _history = new();
    private readonly List<EndedSession> _ends = [];
    private TimeSpan _shift;
    private DateTimeOffset? _began;
    private int _life;

    public string Name => "the memory of the test";

    public string? Problem { get; set; }

    public TimeSpan? Lease => lease;

    /// <summary>The time since the last restart. Null before the first. It is counted, and no clock that is set changes it.</summary>
    public TimeSpan? Uptime => _began is { } began ? _time.GetUtcNow() - began : null;

    /// <summary>Sees a session before its next generation is written.</summary>
    public Action<MemoryRow, SessionRecord> Keeping { get; init; } = (_, _) => { };

    /// <summary>How many ends one list has at most.</summary>
    public int PageSize { get; set; } = int.MaxValue;

    private DateTimeOffset Now => _time.GetUtcNow() + _shift;

    public ValueTask PrepareAsync(CancellationToken cancellationToken) => ValueTask.CompletedTask;

    public ValueTask<LockAttempt> TryTakeAsync(LockRequest request, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return new(With(request.SessionId, row =>
        {
            if (row.Holder is { } holder && holder != request.Holder && HeldFor(row) is { } rest)
            {
                return LockAttempt.Held(lease is null ? null : rest);
            }

            row.Holder = request.Holder;
            BeginLease(row);
            return LockAttempt.Taken(new MemoryLock(this, request.SessionId, request.Holder, row.Read()));
        }));
    }

    public ValueTask<SharedSession> ReadAsync(string sessionId, long known, CancellationToken cancellationToken) =>
        new(With(sessionId, row => row.Read(known)));

    public ValueTask<SessionRecord?> EndAsync(string sessionId, DateTimeOffset until, CancellationToken cancellationToken) =>
        new(With(sessionId, row =>
        {
            until = row.RecordExpires > until ? row.RecordExpires : until; // a cookie may last as long
            row.EndedUntil = row.EndedUntil > until ? row.EndedUntil : until;
            row.Ticket = null;
            _ends.Add(new EndedSession(sessionId, row.EndedUntil.Value));
            var dropped = IsHeld(row) ? null : row.Record;
            row.Record = dropped is null ? row.Record : null;
            NoteWrite(sessionId);
            return dropped;
        }));

    public ValueTask<EndedSessions> EndedSinceAsync(string? position, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            var parts = position?.Split(':').Select(part => int.Parse(part, null)).ToArray();
            var isSameLife = parts?[0] == _life;
            var told = isSameLife ? parts![1] : 0;
            var page = _ends.Skip(told).Take(PageSize).Reverse().ToArray();
            return new(new EndedSessions($"{_life}:{told + page.Length}", [.. page.DistinctBy(end => end.SessionId)])
            {
                IsComplete = told + page.Length == _ends.Count,
                MayHaveLostWrites = parts is not null && !isSameLife,
            });
        }
    }

    public ValueTask<bool> CreateAsync(
        string sessionId, ReadOnlyMemory<byte> ticket, DateTimeOffset expiresAt, CancellationToken cancellationToken) =>
        new(With(sessionId, row => Write(row, row.EndedUntil is null, ticket, expiresAt)));

    public ValueTask<bool> RenewAsync(
        string sessionId,
        ReadOnlyMemory<byte> ticket,
        DateTimeOffset expiresAt,
        DateTimeOffset now,
        CancellationToken cancellationToken) => new(With(sessionId, row => Write(row, row.Lives(now), ticket, expiresAt)));

    public ValueTask<StoredSession?> ReadAsync(string sessionId, DateTimeOffset now, CancellationToken cancellationToken) =>
        new(With(sessionId, row => row.Lives(now) ? new StoredSession(row.Ticket!.Value, row.Record) : null));

    /// <summary>Does something with a session's row, in one step.</summary>
    public T With<T>(string sessionId, Func<MemoryRow, T> step)
    {
        lock (_gate)
        {
            if (!_rows.TryGetValue(sessionId, out var row))
            {
                _rows[sessionId] = row = new MemoryRow();
            }

            _history.Before(sessionId, row);
            return step(row);
        }
    }

    /// <summary>The lease begins now.</summary>
    public void BeginLease(MemoryRow row) => (row.LeaseUntil, row.FoundOverAt) = (Now + (lease ?? TimeSpan.Zero), null);

    /// <summary>True when somebody surely holds the lock.</summary>
    public bool IsHeld(MemoryRow row) => row.Holder is not null && (lease is null || row.LeaseUntil > Now);

    /// <summary>A write has been acknowledged.</summary>
    public void NoteWrite(string sessionId) => _history.Written(sessionId, _ends.Count);

    /// <summary>Another machine takes over, which has not heard of the last writes.</summary>
    public void FailOver(int forgetting)
    {
        lock (_gate)
        {
            _life++;
            _began = _time.GetUtcNow();
            for (; forgetting > 0 && _history.TryUndo(out var sessionId, out var row, out var ends); forgetting--)
            {
                _rows[sessionId] = row with { Holder = null };
                _ends.RemoveRange(ends, _ends.Count - ends);
            }
        }
    }

    /// <summary>Restarts, and forgets every lock.</summary>
    public void Restart()
    {
        lock (_gate)
        {
            _began = _time.GetUtcNow();
            foreach (var row in _rows.Values)
            {
                row.Free();
            }
        }
    }

    /// <summary>Somebody has removed a session's row.</summary>
    public void Forget(string sessionId)
    {
        lock (_gate)
        {
            _rows.Remove(sessionId);
        }
    }

    /// <summary>The clock of the backend's machine is set.</summary>
    public void JumpClock(TimeSpan by) => _shift += by;

    private static bool Write(MemoryRow row, bool may, ReadOnlyMemory<byte> ticket, DateTimeOffset expiresAt)
    {
        if (may)
        {
            (row.Ticket, row.TicketExpires) = (ticket.ToArray(), expiresAt);
        }

        return may;
    }

    /// <returns>Null when the lock may be taken over.</returns>
    private TimeSpan? HeldFor(MemoryRow row)
    {
        var now = Now;
        if (lease is null)
        {
            return TimeSpan.Zero;
        }

        if (row.LeaseUntil > now)
        {
            return row.LeaseUntil - now + Grace;
        }

        if (row.FoundOverAt is not { } found || found > now)
        {
            row.FoundOverAt = now;
            return Grace;
        }

        return found + Grace > now ? found + Grace - now : null;
    }
}

using Auth0.AspNetCore.Mrrt.Coordination;
using Auth0.AspNetCore.Mrrt.Coordination.Shared;

namespace Auth0.AspNetCore.Mrrt.Tests.Support;

/// <summary>A backend of the application's own, in memory. Its locks last until they are disposed of, as those of a transaction
/// do. Several servers may be given the same one.</summary>
internal sealed class MemoryBackend : ISessionBackend, ITicketBackend
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, MemoryRow> _rows = new(StringComparer.Ordinal);
    private readonly List<EndedSession> _ends = [];

    public string Name => "the memory of the test";

    public ValueTask PrepareAsync(CancellationToken cancellationToken) => ValueTask.CompletedTask;

    public ValueTask<LockAttempt> TryTakeAsync(LockRequest request, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return new(With(request.SessionId, row =>
        {
            if (row.Holder is { } holder && holder != request.Holder)
            {
                return LockAttempt.Held();
            }

            row.Holder = request.Holder;
            return LockAttempt.Taken(new MemoryLock(this, request.SessionId, request.Holder, row.Read()));
        }));
    }

    public ValueTask<SharedSession> ReadAsync(string sessionId, long known, CancellationToken cancellationToken) =>
        new(With(sessionId, row => row.Read(known)));

    public ValueTask<SessionRecord?> EndAsync(string sessionId, DateTimeOffset until, CancellationToken cancellationToken) =>
        new(With(sessionId, row =>
        {
            row.EndedUntil = row.EndedUntil > until ? row.EndedUntil : until;
            row.Ticket = null;
            _ends.Add(new EndedSession(sessionId, row.EndedUntil.Value));
            var dropped = row.Holder is null ? row.Record : null;
            row.Record = row.Holder is null ? null : row.Record;
            return dropped;
        }));

    public ValueTask<EndedSessions> EndedSinceAsync(string? position, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            var told = position is null ? 0 : int.Parse(position, null);
            return new(new EndedSessions($"{_ends.Count}", [.. _ends.Skip(told).Reverse()]));
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

            return step(row);
        }
    }

    private static bool Write(MemoryRow row, bool may, ReadOnlyMemory<byte> ticket, DateTimeOffset expiresAt)
    {
        if (may)
        {
            (row.Ticket, row.TicketExpires) = (ticket.ToArray(), expiresAt);
        }

        return may;
    }
}

using Auth0.AspNetCore.Mrrt.Coordination;

namespace Auth0.AspNetCore.Mrrt.Tests.Support;

/// <summary>One session's row: its ticket, its newest generation, its end, and the lock that only turns wait for.</summary>
internal sealed class SharingRow : IDisposable
{
    private readonly Lock _gate = new();
    private readonly SemaphoreSlim _turn = new(1, 1);
    private SharingContent _content = new();

    public SharingContent Content
    {
        get
        {
            lock (_gate)
            {
                return _content;
            }
        }
    }

    public Task LockAsync(CancellationToken cancellationToken) => _turn.WaitAsync(cancellationToken);

    public void Unlock() => _turn.Release();

    /// <summary>Changes the row if it is as the caller wants it.</summary>
    /// <returns>True when it has changed.</returns>
    public bool Change(Func<SharingContent, bool> condition, Func<SharingContent, SharingContent> change)
    {
        lock (_gate)
        {
            if (!condition(_content))
            {
                return false;
            }

            _content = change(_content);
            return true;
        }
    }

    /// <summary>Writes the next generation, also of a session that has ended. Call it under the lock.</summary>
    /// <returns>False when the row has another generation than the one that was read.</returns>
    public bool Commit(SessionRecord record, long read) => Change(
        row => row.Generation == read && record.Generation > read,
        // A database keeps the bytes and the number, and not what a server said of cookies.
        row => row with { Generation = record.Generation, Record = new SessionRecord(record.Generation, record.Payload.ToArray()) });

    /// <summary>Ends the session, and drops its record unless somebody has the lock.</summary>
    /// <returns>The record that was dropped.</returns>
    public SessionRecord? End(DateTimeOffset until)
    {
        lock (_gate)
        {
            var isFree = _turn.CurrentCount > 0;
            var dropped = isFree ? _content.Record : null;
            _content = _content with
            {
                EndedUntil = _content.EndedUntil > until ? _content.EndedUntil : until,
                Ticket = null,
                Record = isFree ? null : _content.Record,
            };
            return dropped;
        }
    }

    public void Dispose() => _turn.Dispose();
}

/// <summary>What a row holds at one moment.</summary>
internal sealed record SharingContent
{
    /// <summary>Set when the session has ended: until when the servers remember it.</summary>
    public DateTimeOffset? EndedUntil { get; init; }

    public bool HasEnded => EndedUntil is not null;

    public long Generation { get; init; }

    public SessionRecord? Record { get; init; }

    public ReadOnlyMemory<byte>? Ticket { get; init; }

    public DateTimeOffset? TicketExpires { get; init; }
}

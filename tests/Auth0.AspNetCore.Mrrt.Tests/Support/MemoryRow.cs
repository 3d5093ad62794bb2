using Auth0.AspNetCore.Mrrt.Coordination;
using Auth0.AspNetCore.Mrrt.Coordination.Shared;

namespace Auth0.AspNetCore.Mrrt.Tests.Support;

/// <summary>One session in a <see cref="MemoryBackend"/>.</summary>
internal sealed record MemoryRow
{
    /// <summary>Who holds the lock.</summary>
    public Guid? Holder { get; set; }

    /// <summary>Until when a lease is held.</summary>
    public DateTimeOffset LeaseUntil { get; set; }

    /// <summary>When somebody first found the lease over. The holder may still be heard of.</summary>
    public DateTimeOffset? FoundOverAt { get; set; }

    public long Generation { get; set; }

    public SessionRecord? Record { get; set; }

    public DateTimeOffset RecordExpires { get; set; }

    public DateTimeOffset? EndedUntil { get; set; }

    public ReadOnlyMemory<byte>? Ticket { get; set; }

    public DateTimeOffset TicketExpires { get; set; }

    public SharedSession Read(long known = 0) => new()
    {
        Ended = EndedUntil is not null,
        EndedUntil = EndedUntil,
        Generation = Generation,
        Record = Generation > known ? Record : null,
    };

    public bool Lives(DateTimeOffset now) => EndedUntil is null && Ticket is not null && TicketExpires > now;

    public void Free() => (Holder, FoundOverAt) = (null, null);

    /// <summary>Writes the next generation, and frees the lock.</summary>
    public void Keep(SessionRecord record, DateTimeOffset expires = default)
    {
        RecordExpires = expires > RecordExpires ? expires : RecordExpires;
        // A backend keeps the number and the bytes, and not what a server said of cookies.
        (Generation, Record) = (record.Generation, new SessionRecord(record.Generation, record.Payload.ToArray()));
        Free();
    }
}

using Auth0.AspNetCore.Mrrt.Coordination;
using Auth0.AspNetCore.Mrrt.Coordination.Shared;

namespace Auth0.AspNetCore.Mrrt.Tests.Support;

/// <summary>One session in a <see cref="MemoryBackend"/>.</summary>
internal sealed class MemoryRow
{
    /// <summary>Who holds the lock.</summary>
    public Guid? Holder { get; set; }

    public long Generation { get; set; }

    public SessionRecord? Record { get; set; }

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
}

using Auth0.AspNetCore.Mrrt.Coordination;
using Auth0.AspNetCore.Mrrt.Coordination.Shared;

namespace Auth0.AspNetCore.Mrrt.Testing.Tests.Contracts.Driver;

/// <summary>What the backend keeps of one session.</summary>
internal sealed class MemorySession
{
    public long Generation { get; set; }

    public SessionRecord? Record { get; set; }

    public DateTimeOffset RecordExpiresAt { get; set; }

    public DateTimeOffset? EndedUntil { get; set; }

    /// <summary>How many sessions had ended when this one did.</summary>
    public int EndedAs { get; set; }

    public byte[]? Ticket { get; set; }

    public DateTimeOffset TicketExpiresAt { get; set; }

    /// <summary>Null when the lock is free.</summary>
    public MemoryLock? Lock { get; set; }

    /// <summary>When the lease is over, where the lock is one.</summary>
    public TimeSpan LeaseUntil { get; set; }

    public bool HasEnded => EndedUntil is not null;

    public SharedSession Shown(long known = -1) => new()
    {
        Ended = HasEnded,
        EndedUntil = EndedUntil,
        Generation = Generation,
        Record = Generation > known ? Record : null,
    };
}

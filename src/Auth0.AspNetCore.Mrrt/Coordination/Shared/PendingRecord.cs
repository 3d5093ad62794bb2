namespace Auth0.AspNetCore.Mrrt.Coordination.Shared;

/// <summary>A generation that the backend has to be told.</summary>
/// <param name="Record">The generation.</param>
/// <param name="KnownAt">When the backend had it, as a timestamp: it may have lost it since. Null of one that it never had.</param>
/// <param name="Holder">The name of a lease that this server may still have: for that name the lock is free. Null without one.</param>
internal sealed record PendingRecord(SessionRecord Record, long? KnownAt, Guid? Holder)
{
    public bool WasKept => KnownAt is not null;
}

namespace Auth0.AspNetCore.Mrrt.Coordination.Shared;

/// <summary>A generation that the backend has to be told.</summary>
/// <param name="Record">The generation.</param>
/// <param name="WasKept">True when the backend has had it, and may have lost it.</param>
/// <param name="Holder">The name of a lease that this server may still have: for that name the lock is free. Null without one.</param>
internal sealed record PendingRecord(SessionRecord Record, bool WasKept, Guid? Holder);

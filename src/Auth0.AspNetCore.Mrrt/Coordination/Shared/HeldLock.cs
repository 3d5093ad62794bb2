namespace Auth0.AspNetCore.Mrrt.Coordination.Shared;

/// <summary>A session's lock that this server holds.</summary>
/// <param name="Lock">The lock.</param>
/// <param name="Holder">The name under which it was taken.</param>
/// <param name="SentAt">When it was asked for, as a timestamp: no lease begins earlier.</param>
internal sealed record HeldLock(ISessionLock Lock, Guid Holder, long SentAt);

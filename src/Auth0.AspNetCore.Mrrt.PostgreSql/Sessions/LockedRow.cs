using Auth0.AspNetCore.Mrrt.Coordination.Shared;

namespace Auth0.AspNetCore.Mrrt.PostgreSql.Sessions;

/// <summary>What a session's row showed when its lock was taken.</summary>
/// <param name="Session">The session, as it was read under the lock.</param>
/// <param name="Uptime">For how long the database had been up, as a primary.</param>
/// <param name="HasWaited">Another held the lock until then. Nobody can tell that of the row of a session's first
/// exchange.</param>
/// <param name="GenerationBefore">The generation before the wait; null when there was no row yet.</param>
internal readonly record struct LockedRow(SharedSession Session, TimeSpan? Uptime, bool HasWaited, long? GenerationBefore);

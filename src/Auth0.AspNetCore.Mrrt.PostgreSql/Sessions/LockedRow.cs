using Auth0.AspNetCore.Mrrt.Coordination.Shared;

namespace Auth0.AspNetCore.Mrrt.PostgreSql.Sessions;

/// <summary>What a session's row showed when its lock was asked for.</summary>
/// <param name="IsHeld">Another holds the lock, and was not waited for. Nothing else is told then.</param>
/// <param name="Session">The session, as it was read under the lock.</param>
/// <param name="Uptime">For how long the database had been up, as a primary. Null when it was up before there were
/// tables.</param>
/// <param name="HasWaited">Another held the lock until then. Nobody can tell that of the row of a session's first
/// exchange.</param>
/// <param name="GenerationBefore">The generation before the wait; null when there was no row yet.</param>
internal readonly record struct LockedRow(
    bool IsHeld, SharedSession Session, TimeSpan? Uptime, bool HasWaited, long? GenerationBefore);

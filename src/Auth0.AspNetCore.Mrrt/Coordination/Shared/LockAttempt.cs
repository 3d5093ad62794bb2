namespace Auth0.AspNetCore.Mrrt.Coordination.Shared;

/// <summary>The answer to a <see cref="LockRequest"/>.</summary>
/// <param name="Lock">The lock. Null when another holds it.</param>
/// <param name="HeldAtMost">For how long the other may hold it, if nothing is heard of it. Null when that is not known.</param>
public readonly record struct LockAttempt(ISessionLock? Lock, TimeSpan? HeldAtMost)
{
    /// <summary>The lock was free and is the caller's.</summary>
    /// <param name="taken">The lock.</param>
    /// <returns>The answer.</returns>
    public static LockAttempt Taken(ISessionLock taken) => new(taken, null);

    /// <summary>Another holds the lock.</summary>
    /// <param name="atMost">For how long, if nothing is heard of it; null when that is not known.</param>
    /// <returns>The answer.</returns>
    public static LockAttempt Held(TimeSpan? atMost = null) => new(null, atMost);
}

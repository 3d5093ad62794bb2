namespace Auth0.AspNetCore.Mrrt.Coordination;

/// <summary>The time by which memory is cleared. A clock that jumps ahead makes nobody forget what is needed when it is right
/// again.</summary>
internal sealed class SteadyTime(TimeProvider time)
{
    private readonly DateTimeOffset _began = time.GetUtcNow();
    private readonly long _beganAt = time.GetTimestamp();

    /// <summary>When this began, and what has passed since: nobody moves it.</summary>
    public DateTimeOffset Now => _began + time.GetElapsedTime(_beganAt);

    /// <summary>What expired before this moment has expired by the clock too, and really that much time has passed. After a jump ahead
    /// that was right, things are remembered for longer: each memory has a limit of its own.</summary>
    public DateTimeOffset Expired
    {
        get
        {
            var (steady, clock) = (Now, time.GetUtcNow());
            return clock < steady ? clock : steady;
        }
    }
}

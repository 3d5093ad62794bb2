namespace Auth0.AspNetCore.Mrrt.Coordination;

/// <summary>What is known of a session without having its turn.</summary>
public readonly record struct SessionStatus
{
    /// <summary>The user signed out: nothing may bring the session back.</summary>
    public bool Ended { get; init; }

    /// <summary>How many on this server hold the session's turn or wait for it.</summary>
    public int QueueLength { get; init; }

    /// <summary>An exchange is under way or waiting on this server.</summary>
    public bool Busy => QueueLength > 0;

    /// <summary>The newest generation, while browsers may still send an older one.</summary>
    public SessionRecord? Newest { get; init; }

    /// <summary>The number of the newest generation, remembered longer than the generation itself. A request with an
    /// older one must not spend what it brought along.</summary>
    public long NewestGeneration { get; init; }
}

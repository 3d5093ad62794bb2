namespace Auth0.AspNetCore.Mrrt.Coordination.Shared;

/// <summary>What the backend knows of a session.</summary>
public readonly record struct SharedSession
{
    /// <summary>The session has ended: nothing brings it back.</summary>
    public bool Ended { get; init; }

    /// <summary>For how long the end is remembered. Null when the session lives, or when that is not known.</summary>
    public DateTimeOffset? EndedUntil { get; init; }

    /// <summary>The number of the newest generation; 0 before the first.</summary>
    public long Generation { get; init; }

    /// <summary>The newest generation. Null before the first, where an end has dropped it, and where the caller has it.</summary>
    public SessionRecord? Record { get; init; }
}

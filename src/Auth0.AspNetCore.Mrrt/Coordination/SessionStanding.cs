namespace Auth0.AspNetCore.Mrrt.Coordination;

/// <summary>What this process knows of a session without waiting for anybody.</summary>
internal readonly struct SessionStanding
{
    /// <summary>The user signed out: nothing may bring the session back.</summary>
    public bool Ended { get; init; }

    /// <summary>An exchange is under way or waiting.</summary>
    public bool Busy { get; init; }

    /// <summary>The newest generation, while browsers may still send an older one.</summary>
    public SessionRecord? Newest { get; init; }
}

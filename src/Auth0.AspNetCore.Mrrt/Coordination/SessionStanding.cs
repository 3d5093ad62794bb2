namespace Auth0.AspNetCore.Mrrt.Coordination;

/// <summary>What this process knows of a session without waiting for anybody.</summary>
internal readonly struct SessionStanding
{
    /// <summary>The user signed out: nothing may bring the session back.</summary>
    public bool Ended { get; init; }

    /// <summary>How many hold the session's turn or wait for it.</summary>
    public int InLine { get; init; }

    /// <summary>An exchange is under way or waiting.</summary>
    public bool Busy => InLine > 0;

    /// <summary>The newest generation, while browsers may still send an older one.</summary>
    public SessionRecord? Newest { get; init; }

    /// <summary>The number of the newest generation, remembered longer than the generation itself. A request with an
    /// older one must not spend what it brought along.</summary>
    public long NewestGeneration { get; init; }
}

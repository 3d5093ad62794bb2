namespace Auth0.AspNetCore.Mrrt.Coordination.Shared;

/// <summary>Sessions that have ended.</summary>
/// <param name="position">Where the next list begins. The driver chooses what it means.</param>
/// <param name="sessions">The ends, newest first.</param>
public sealed class EndedSessions(string position, IReadOnlyList<EndedSession> sessions)
{
    /// <summary>Where the next list begins.</summary>
    public string Position { get; } = position;

    /// <summary>The ends, newest first.</summary>
    public IReadOnlyList<EndedSession> Sessions { get; } = sessions;

    /// <summary>True when the list has every end since the position that was asked for. Otherwise the server asks for each session
    /// that it does not know, before it opens it. The default is true.</summary>
    public bool IsComplete { get; init; } = true;

    /// <summary>True when the backend may have lost writes that it had acknowledged, since the last list: after a fail-over to a
    /// copy, or a restart without everything on disk. The servers then tell it their newest writes again. The default is false.</summary>
    public bool MayHaveLostWrites { get; init; }
}

namespace Auth0.AspNetCore.Mrrt.Tokens;

/// <summary>How the commit of a generation ended.</summary>
internal enum CommitOutcome
{
    /// <summary>The session has the generation, or there was nothing to commit.</summary>
    Kept,

    /// <summary>Nobody knows whether it is stored. The caller gets its token, and its response carries the generation (G5).</summary>
    Unknown,

    /// <summary>The session has ended (G8).</summary>
    Ended,

    /// <summary>Another generation was made meanwhile, which takes a turn that was lost. What it holds is taken over.</summary>
    MovedOn,
}

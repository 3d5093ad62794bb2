namespace Auth0.AspNetCore.Mrrt.Session.Store;

/// <summary>What the servers know of a session's end.</summary>
internal enum SessionStanding
{
    /// <summary>The session has not ended on any server.</summary>
    Open,

    /// <summary>The session has ended: no response hands out its cookie (G8).</summary>
    Ended,

    /// <summary>The other servers are out of reach, and this one knows of no end. A response may write new tokens, but gives the
    /// cookie no longer life: an end is remembered until the cookies of its moment have expired.</summary>
    Unknown,
}

namespace Auth0.AspNetCore.Mrrt.Coordination.Shared;

/// <summary>What became of a commit.</summary>
public enum LockCommit
{
    /// <summary>The record is the newest generation. The same commit again, after an answer that was lost, is kept as well.</summary>
    Kept,

    /// <summary>The session has ended. The record and its number are written all the same, for a sign-in that continues the
    /// session; no request sees them.</summary>
    SessionEnded,

    /// <summary>The session has another generation than the one that was read. Nothing is written.</summary>
    MovedOn,

    /// <summary>Another holds the lock now. Nothing is written.</summary>
    Lost,
}

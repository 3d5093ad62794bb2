namespace Auth0.AspNetCore.Mrrt.PostgreSql.Sessions;

/// <summary>What came of a commit under the row's lock.</summary>
internal enum RowCommit
{
    /// <summary>The generation is the session's newest.</summary>
    Kept,

    /// <summary>The session has ended. The generation is in the row all the same, for a sign-in that continues the session (G16).</summary>
    SessionEnded,

    /// <summary>The row holds another generation than the one that was read.</summary>
    MovedOn,
}

namespace Auth0.AspNetCore.Mrrt.Storm.Nodes;

/// <summary>What became of a sign-in, as the library's log says it.</summary>
internal enum SignInOutcome
{
    /// <summary>Every server knows of it, or can learn of it.</summary>
    Committed,

    /// <summary>It signed nobody in: the session had ended elsewhere (202).</summary>
    Refused,

    /// <summary>It is in its own ticket alone: the database or the session's turn was out of reach (600).</summary>
    InTicketOnly,

    /// <summary>The new session has no refresh token: the newest was not known (601).</summary>
    WithoutRefreshToken,
}

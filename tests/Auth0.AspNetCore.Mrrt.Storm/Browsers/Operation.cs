namespace Auth0.AspNetCore.Mrrt.Storm.Browsers;

/// <summary>What a request does. Each of them asks for a token in the end.</summary>
internal enum Operation
{
    Token,

    /// <summary>Signs in within the session, with another version in the claims.</summary>
    ClaimsChange,

    /// <summary>Signs out and in again in one request, with the session's own properties.</summary>
    OutAndIn,

    /// <summary>Begins a new session with the tokens of the present one, in new properties.</summary>
    Reissue,

    /// <summary>Signs in to a second cookie with the session's properties.</summary>
    Elevate,

    /// <summary>Asks for a token with cookies that the browser had earlier.</summary>
    OldCookie,
}

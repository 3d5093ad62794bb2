namespace Auth0.AspNetCore.Mrrt.Storm.Browsers;

/// <summary>What became of a request that ends the session and begins another.</summary>
internal enum HandOver
{
    /// <summary>The browser has the new session's cookie.</summary>
    Done,

    /// <summary>The server did nothing.</summary>
    Refused,

    /// <summary>There was no answer, or the new session cannot go on: the user signs in.</summary>
    Unknown,
}

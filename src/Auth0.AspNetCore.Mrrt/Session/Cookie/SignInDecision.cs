namespace Auth0.AspNetCore.Mrrt.Session.Cookie;

/// <summary>What a sign-in does with the request's session (docs/session-sign-ins.md).</summary>
internal enum SignInDecision
{
    /// <summary>A new session begins.</summary>
    Begin,

    /// <summary>A new session begins, under a new key of its store: an older cookie must not open it.</summary>
    BeginUnderNewKey,

    /// <summary>The session goes on, with the claims and the life of the sign-in.</summary>
    Continue,

    /// <summary>The session to continue has ended elsewhere: nobody is signed in.</summary>
    Refuse,
}

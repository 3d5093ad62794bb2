using Microsoft.Extensions.Logging;

namespace Auth0.AspNetCore.Mrrt.Session.Cookie;

/// <summary>Events 200-299. Schemes, cookie names and counts only: never a token, a cookie, a claim or a session's name.</summary>
internal static partial class Log
{
    [LoggerMessage(202, LogLevel.Information,
        "A sign-in with cookie scheme {Scheme} continued a session that has ended: it set no cookie.")]
    public static partial void SignInToEndedSession(this ILogger logger, string scheme);

    [LoggerMessage(203, LogLevel.Warning,
        "A sign-in with cookie scheme {Scheme} replaced a session that holds tokens by one without: to change claims or the "
        + "session's life, sign in with the properties of HttpContext.AuthenticateAsync.")]
    public static partial void SignInLosesTokens(this ILogger logger, string scheme);

    [LoggerMessage(204, LogLevel.Information,
        "Session cookie {Name} is incomplete: the request has {Found} of {Count} chunks. The user is taken for signed out.")]
    public static partial void CookieIncomplete(this ILogger logger, string name, int found, int count);

    [LoggerMessage(205, LogLevel.Warning,
        "Session cookie {Name} has {Length} bytes, and from {Limit} on this server takes it no more. Proxies may take less. Keep the "
        + "sessions on the server (WithSessionStore), or keep fewer claims (ClaimActions) and smaller tokens.")]
    public static partial void CookieLarge(this ILogger logger, string name, int length, int limit);

    [LoggerMessage(206, LogLevel.Error,
        "Session cookie {Name} has {Length} bytes, more than the {Limit} that this server takes: its browser will be refused with 431 "
        + "everywhere. Keep the sessions on the server (WithSessionStore), or sign in with fewer claims.")]
    public static partial void CookieExceeds(this ILogger logger, string name, int length, int limit);

    [LoggerMessage(207, LogLevel.Warning,
        "Session cookie {Name} would have exceeded {Limit} bytes: it holds {Count} additional access tokens fewer.")]
    public static partial void CookieTrimmed(this ILogger logger, string name, int count, int limit);

    [LoggerMessage(208, LogLevel.Warning,
        "New tokens are not in session cookie {Name}: it would have {Length} bytes, more than the {Limit} that this server takes. "
        + "They are remembered on the server. Keep the sessions there (WithSessionStore), or keep smaller tokens.")]
    public static partial void CookieNotWritten(this ILogger logger, string name, int length, int limit);

    [LoggerMessage(201, LogLevel.Error,
        "The response of cookie scheme {Scheme} does not carry the newest tokens; a later request will.")]
    public static partial void SessionNotWritten(this ILogger logger, string scheme, Exception exception);
}

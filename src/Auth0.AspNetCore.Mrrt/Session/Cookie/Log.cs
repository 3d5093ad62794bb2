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

    [LoggerMessage(201, LogLevel.Error,
        "The response of cookie scheme {Scheme} does not carry the newest tokens; a later request will.")]
    public static partial void SessionNotWritten(this ILogger logger, string scheme, Exception exception);
}

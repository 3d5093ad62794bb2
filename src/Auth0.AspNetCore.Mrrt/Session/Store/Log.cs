using Microsoft.Extensions.Logging;

namespace Auth0.AspNetCore.Mrrt.Session.Store;

/// <summary>Events 600-699. Schemes only: never a token, a cookie, a claim or a session's name.</summary>
internal static partial class Log
{
    [LoggerMessage(600, LogLevel.Warning,
        "A sign-in with cookie scheme {Scheme} within a session is in its ticket alone. A request that is under way can undo it.")]
    public static partial void SignInNotCommitted(this ILogger logger, string scheme, Exception? exception);

    [LoggerMessage(601, LogLevel.Warning,
        "A sign-in with cookie scheme {Scheme} brings the refresh token of a session that has ended. The refresh token has been "
        + "used since, or nobody can tell whether it has: the new session has none.")]
    public static partial void RefreshTokenNotContinued(this ILogger logger, string scheme, Exception? exception);

    [LoggerMessage(602, LogLevel.Warning,
        "Another process serves the same sessions, and this one coordinates its requests alone. Two processes can use one refresh "
        + "token at once, which ends the session. Share the sessions: see several-servers.md.")]
    public static partial void OtherProcess(this ILogger logger);
}

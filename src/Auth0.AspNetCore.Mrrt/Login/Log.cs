using Microsoft.Extensions.Logging;

namespace Auth0.AspNetCore.Mrrt.Login;

/// <summary>Events 400-499. Schemes and error codes only: never a code, a token, a claim or what the browser sent.</summary>
internal static partial class Log
{
    [LoggerMessage(401, LogLevel.Warning, "The tenant refused a login with scheme {Scheme}: {Error}.")]
    public static partial void LoginRefused(this ILogger logger, string scheme, string? error);

    [LoggerMessage(402, LogLevel.Warning, "The ID token of a login with scheme {Scheme} was refused: {Check}.")]
    public static partial void IdTokenRefused(this ILogger logger, string scheme, string check);

    [LoggerMessage(403, LogLevel.Warning,
        "The discovery document of scheme {Scheme} could not be had: {Exception}. The sign-out goes to /v2/logout.")]
    public static partial void TenantUnreachable(this ILogger logger, string scheme, string exception);

    [LoggerMessage(404, LogLevel.Information, "A callback of scheme {Scheme} was refused: {Reason}.")]
    public static partial void CallbackRefused(this ILogger logger, string scheme, string reason);

    [LoggerMessage(405, LogLevel.Debug,
        "A request that no user looks at, such as a prefetch, started no login with scheme {Scheme}.")]
    public static partial void UnseenRequestNotChallenged(this ILogger logger, string scheme);

    [LoggerMessage(406, LogLevel.Warning, "The user information of a login with scheme {Scheme} was refused: {Reason}.")]
    public static partial void UserInfoRefused(this ILogger logger, string scheme, string? reason);

    [LoggerMessage(412, LogLevel.Warning,
        "The session_expiry of a login with scheme {Scheme} makes no sense: its session has no such end.")]
    public static partial void SessionExpiryIgnored(this ILogger logger, string scheme);

    [LoggerMessage(411, LogLevel.Warning,
        "A login with scheme {Scheme} could not read the session that it replaces: {Exception}. It lasts until it expires.")]
    public static partial void ReplacedSessionUnread(this ILogger logger, string scheme, string exception);

    [LoggerMessage(410, LogLevel.Error,
        "A sign-out with scheme {Scheme} could not end the session on the servers: {Exception}. This browser is signed out; a copy of its cookie may not be.")]
    public static partial void SessionNotEnded(this ILogger logger, string scheme, string exception);

    [LoggerMessage(408, LogLevel.Warning, "What the code of a login with scheme {Scheme} was redeemed for was refused: {Check}.")]
    public static partial void TokensRefused(this ILogger logger, string scheme, string check);

    [LoggerMessage(409, LogLevel.Information, "A return from a sign-out of scheme {Scheme} was refused: {Reason}.")]
    public static partial void SignedOutReturnRefused(this ILogger logger, string scheme, string reason);
}

using Microsoft.Extensions.Logging;

namespace Auth0.AspNetCore.Mrrt.Login;

/// <summary>Events 400-499. Schemes, error codes and our own words only: never a code, a token, a claim, or what the browser
/// or the tenant sent.</summary>
internal static partial class Log
{
    [LoggerMessage(401, LogLevel.Warning, "The tenant refused a login with scheme {Scheme}: {Error}.")]
    public static partial void LoginRefused(this ILogger logger, string scheme, string? error);

    [LoggerMessage(402, LogLevel.Warning, "The ID token of a login with scheme {Scheme} was refused: {Check}.")]
    public static partial void IdTokenRefused(this ILogger logger, string scheme, string check);

    [LoggerMessage(403, LogLevel.Warning,
        "The discovery document of scheme {Scheme} is out of reach: {Exception}. The sign-out goes to /v2/logout.")]
    public static partial void TenantUnreachable(this ILogger logger, string scheme, string exception);

    [LoggerMessage(404, LogLevel.Information, "A callback of scheme {Scheme} was refused: {Reason}.")]
    public static partial void CallbackRefused(this ILogger logger, string scheme, string reason);

    [LoggerMessage(405, LogLevel.Debug,
        "A request that no user looks at, such as a prefetch, started no login with scheme {Scheme}.")]
    public static partial void UnseenRequestNotChallenged(this ILogger logger, string scheme);

    [LoggerMessage(406, LogLevel.Warning, "The user information of a login with scheme {Scheme} was refused: {Reason}.")]
    public static partial void UserInfoRefused(this ILogger logger, string scheme, string? reason);

    [LoggerMessage(408, LogLevel.Warning, "What the code of a login with scheme {Scheme} was redeemed for was refused: {Check}.")]
    public static partial void TokensRefused(this ILogger logger, string scheme, string check);

    [LoggerMessage(409, LogLevel.Information, "A return from a sign-out of scheme {Scheme} was refused: {Reason}.")]
    public static partial void SignedOutReturnRefused(this ILogger logger, string scheme, string reason);

    [LoggerMessage(410, LogLevel.Error,
        "A sign-out with scheme {Scheme} could not end the session on the servers: {Exception}. This browser is signed out; a copy of its cookie may not be.")]
    public static partial void SessionNotEnded(this ILogger logger, string scheme, string exception);

    [LoggerMessage(411, LogLevel.Warning,
        "A login with scheme {Scheme} could not read the session that it replaces: {Exception}. It lasts until it expires.")]
    public static partial void ReplacedSessionUnread(this ILogger logger, string scheme, string exception);

    [LoggerMessage(412, LogLevel.Warning,
        "The session_expiry of a login with scheme {Scheme} makes no sense: its session has no such end.")]
    public static partial void SessionExpiryIgnored(this ILogger logger, string scheme);

    [LoggerMessage(413, LogLevel.Information,
        "A request at the callback address of scheme {Scheme} brought no answer to a login. Its user goes to the start page.")]
    public static partial void StrayCallback(this ILogger logger, string scheme);

    [LoggerMessage(414, LogLevel.Warning,
        "The tenant refused a login with scheme {Scheme}: {Error}. Likely cause: {Hint}.")]
    public static partial void LoginRefusedBySettings(this ILogger logger, string scheme, string? error, string hint);

    [LoggerMessage(415, LogLevel.Warning,
        "The tenant did not redeem the code of a login with scheme {Scheme}. Likely cause: {Hint}.")]
    public static partial void CodeRefusedHint(this ILogger logger, string scheme, string hint);

    [LoggerMessage(416, LogLevel.Debug,
        "A request of a script started no login with scheme {Scheme}: it was answered with 401.")]
    public static partial void ScriptNotChallenged(this ILogger logger, string scheme);

    [LoggerMessage(417, LogLevel.Warning,
        "A login with scheme {Scheme} could not begin: the tenant's discovery document or keys are out of reach ({Exception}). The browser was told to try again.")]
    public static partial void TenantUnreachableAtLogin(this ILogger logger, string scheme, string exception);

    [LoggerMessage(418, LogLevel.Debug,
        "A request that no user looks at, such as a prefetch or an image, ended no session of scheme {Scheme}.")]
    public static partial void UnseenRequestNotSignedOut(this ILogger logger, string scheme);

    [LoggerMessage(419, LogLevel.Information,
        "A sign-out of scheme {Scheme} sent no id_token_hint: the ID token is longer than {Longest} characters. The tenant goes by logout_hint.")]
    public static partial void IdTokenHintLeftOut(this ILogger logger, string scheme, int longest);

    [LoggerMessage(420, LogLevel.Warning,
        "A login with scheme {Scheme} asked for offline_access and got no refresh token: access tokens for other APIs cannot be obtained. Allow offline access for the API of Audience, and the Refresh Token grant for the application, at the tenant.")]
    public static partial void NoRefreshTokenAtLogin(this ILogger logger, string scheme);

    [LoggerMessage(421, LogLevel.Information, "A front-channel sign-out of scheme {Scheme} was refused: {Reason}.")]
    public static partial void FrontChannelSignOutRefused(this ILogger logger, string scheme, string reason);

    [LoggerMessage(422, LogLevel.Error,
        "A login with scheme '{Scheme}' was refused: its session cookie would have {Length} bytes, and this server takes {Limit}. Keep the sessions on the server (WithSessionStore), or keep fewer claims (ClaimActions) and smaller tokens.")]
    public static partial void SessionTooLarge(this ILogger logger, string scheme, int length, int limit);
}

using Microsoft.Extensions.Logging;

namespace Auth0.AspNetCore.Mrrt.Endpoints;

/// <summary>Events 1200-1249.</summary>
internal static partial class Log
{
    [LoggerMessage(1201, LogLevel.Information,
        "The login endpoint of scheme {Scheme} began no login: the parameter {Parameter} of its address is not valid, is there twice, or asks for something else than the application.")]
    public static partial void LoginParameterRefused(this ILogger logger, string scheme, string parameter);

    [LoggerMessage(1202, LogLevel.Information,
        "The logout endpoint of scheme {Scheme} ended no session: the POST brought no valid antiforgery field.")]
    public static partial void LogoutWithoutAntiforgery(this ILogger logger, string scheme);

    [LoggerMessage(1203, LogLevel.Debug,
        "A request that no user looks at, such as a prefetch or an image, ended no session at the logout endpoint of scheme {Scheme}.")]
    public static partial void UnseenLogout(this ILogger logger, string scheme);

    [LoggerMessage(1204, LogLevel.Warning,
        "The endpoint for access tokens of scheme {Scheme} gave none for {Audience}: the session's token has more scopes than BrowserAccessTokens names, or unknown ones. Name all scopes there, or give the browser an audience of its own.")]
    public static partial void WiderThanBrowserMayHave(this ILogger logger, string scheme, string audience);
}

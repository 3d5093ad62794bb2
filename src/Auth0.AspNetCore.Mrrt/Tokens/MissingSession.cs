using Auth0.AspNetCore.Mrrt.Session.Request;

namespace Auth0.AspNetCore.Mrrt.Tokens;

/// <summary>Says where the session of a login scheme was looked for, and why there is none. Another cookie may have signed the
/// user in: ASP.NET Core Identity has one for the login and another for its own users.</summary>
internal static class MissingSession
{
    /// <param name="found">The session in the cookie of <paramref name="cookieScheme"/>, which is not of the login; null when there
    /// is none.</param>
    /// <param name="login">The login scheme.</param>
    /// <param name="cookieScheme">The cookie scheme that holds the login's sessions.</param>
    /// <param name="authenticated">The scheme that authenticated the request; null when none did.</param>
    public static AccessTokenResult Result(RequestSession? found, string login, string cookieScheme, string? authenticated) =>
        AccessTokenResult.Failed(
            AccessTokenFailure.NotSignedIn,
            $"The request has no session of scheme '{login}': " + found switch
            {
                null => $"cookie scheme '{cookieScheme}' holds its sessions, and has none here.{Other(authenticated, cookieScheme)}",
                { Closed: true } => $"the one of cookie scheme '{cookieScheme}' was refused, or has ended in this request.",
                { Tokens.Scheme: { } own } when own == login =>
                    $"the one of cookie scheme '{cookieScheme}' has tokens of another client or tenant than the scheme has now.",
                { Tokens.Scheme: { } other } => $"the one of cookie scheme '{cookieScheme}' began with scheme '{other}'.",
                _ => $"the one of cookie scheme '{cookieScheme}' does not tell which login it began with.",
            });

    private static string Other(string? authenticated, string cookieScheme) =>
        authenticated is null || authenticated == cookieScheme
            ? ""
            : $" Scheme '{authenticated}' authenticated the request: the tokens must be in its session. "
                + "docs/other-login-handlers.md shows how, for ASP.NET Core Identity.";
}

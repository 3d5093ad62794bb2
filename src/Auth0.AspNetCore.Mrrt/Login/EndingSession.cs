using Auth0.AspNetCore.Mrrt.Session.Cookie;
using Auth0.AspNetCore.Mrrt.Session.Model;
using Auth0.AspNetCore.Mrrt.Session.Request;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Auth0.AspNetCore.Mrrt.Login;

/// <summary>What a sign-out, or a login in its place, must know of the session that it ends.</summary>
internal static class EndingSession
{
    /// <summary>The newest tokens of the session that was left in this request, if it was this scheme that signed the user in:
    /// another one's are another tenant's or another client's.</summary>
    public static SessionTokens? Tokens(HttpContext httpContext, string cookieScheme, string scheme) =>
        RequestSessions.Known(httpContext, cookieScheme)?.SignedOut is { } tokens && (tokens.Scheme ?? scheme) == scheme
            ? tokens
            : null;

    /// <summary>Notes the session that a login is going to replace, where its answer comes without the cookie.</summary>
    public static async ValueTask NoteAsync(
        HttpContext httpContext, string cookieScheme, AuthenticationProperties properties, ILogger logger, string scheme)
    {
        try
        {
            await ReplacedSession.NoteAsync(httpContext, cookieScheme, properties.Items).ConfigureAwait(false);
        }
        catch (Exception e)
        {
            // Whoever cannot be read may sign in all the same.
            logger.ReplacedSessionUnread(scheme, e.GetType().Name);
        }
    }
}

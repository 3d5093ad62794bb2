using Auth0.AspNetCore.Mrrt.Session;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Auth0.AspNetCore.Mrrt.Login;

/// <summary>What a sign-out, or a login in its place, must know of the session that it ends.</summary>
internal static class EndingSession
{
    /// <summary>The newest tokens that the request knows of, if it was this scheme that signed the user in: another one's
    /// are another tenant's or another client's.</summary>
    public static async ValueTask<SessionTokens?> TokensAsync(
        HttpContext httpContext, string cookieScheme, string scheme, ILogger logger)
    {
        try
        {
            var session = await RequestSessions.FindAsync(httpContext, cookieScheme).ConfigureAwait(false);
            return session is { Closed: false } && (session.Tokens.Scheme ?? scheme) == scheme ? session.Tokens : null;
        }
        catch (Exception e)
        {
            // A store or an event of the application's that fails: the user is signed out all the same.
            logger.EndingSessionUnread(scheme, e.GetType().Name);
            return null;
        }
    }

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

using Auth0.AspNetCore.Mrrt.Session.Cookie;
using Auth0.AspNetCore.Mrrt.Session.Model;
using Auth0.AspNetCore.Mrrt.Session.Request;
using Auth0.AspNetCore.Mrrt.Tenant;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Auth0.AspNetCore.Mrrt.Login;

/// <summary>Reads the session that a sign-out ends, or that a login replaces.</summary>
internal static class EndingSession
{
    /// <summary>The newest tokens of the session that ended in this request. Null when another scheme signed the user in, or
    /// when the tokens belong to another tenant or client.</summary>
    public static SessionTokens? Tokens(HttpContext httpContext, string cookieScheme, TenantSettings tenant) =>
        RequestSessionFeature.Known(httpContext, cookieScheme) is { Current.SignedOut: { } tokens } session
        && (tokens.Scheme ?? tenant.Scheme) == tenant.Scheme
        && session.BelongsTo(tenant.Mark)
            ? tokens
            : null;

    /// <summary>Notes the session that a login replaces. A form post from the tenant's page brings no session cookie.</summary>
    public static async ValueTask NoteAsync(
        HttpContext httpContext, string cookieScheme, AuthenticationProperties properties, ILogger logger, string scheme)
    {
        try
        {
            await ReplacedSession.NoteAsync(httpContext, cookieScheme, properties.Items).ConfigureAwait(false);
        }
        catch (Exception e)
        {
            // A session that cannot be read does not stop a new login.
            logger.ReplacedSessionUnread(scheme, e.GetType().Name);
        }
    }
}

using System.Diagnostics.CodeAnalysis;
using Auth0.AspNetCore.Mrrt.Session.Request;
using Auth0.AspNetCore.Mrrt.Session.Store;
using Auth0.AspNetCore.Mrrt.Tenant;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http;

namespace Auth0.AspNetCore.Mrrt.Tokens;

/// <summary>Finds the session of a login in a request: alive, begun by the login scheme, and of its client
/// (docs/how-a-refresh-works.md: Look).</summary>
internal sealed class LoginSessions(ICookieSchemes cookieSchemes, ITenants tenants, LiveSessions sessions)
{
    /// <summary>Finds the session in the login's cookie. Another login may have signed the user in.</summary>
    public ValueTask<RequestSession?> FindAsync(HttpContext httpContext, string login) =>
        RequestSessionFeature.FindAsync(httpContext, cookieSchemes.Of(login));

    /// <summary>The request's session, if it was this scheme that signed the user in: another one's refresh token is another tenant's
    /// or another client's.</summary>
    public static RequestSession? Owned(RequestSession? session, string login, Auth0WebAppWithAccessTokenOptions settings) =>
        session is { Closed: false }
        && (session.Tokens.Scheme ?? (settings.SchemeIsNamed ? null : login)) == login
            ? session
            : null;

    /// <summary>Gives the newest of the session that this server knows. A request may stay open while another one signs in within the
    /// session, which may end it earlier (G14).</summary>
    /// <param name="httpContext">The request.</param>
    /// <param name="session">The request's view.</param>
    /// <param name="login">The login scheme.</param>
    /// <param name="now">The time.</param>
    /// <param name="forced">True when a token must be newer than those of the view. The exchange then brings the view up to date.</param>
    /// <param name="current">The session.</param>
    /// <param name="absence">Why there is none: it has ended, or its tokens belong to another client.</param>
    public bool TryOpen(
        HttpContext httpContext,
        RequestSession session,
        string login,
        DateTimeOffset now,
        bool forced,
        [NotNullWhen(true)] out SessionSnapshot? current,
        [NotNullWhen(false)] out AccessTokenResult? absence)
    {
        current = session.Current;
        var status = sessions.Peek(current.Tokens);
        if (!forced && status.NewestGeneration > current.Tokens.Generation)
        {
            sessions.BringUpToDate(session, status);
            current = session.Current;
        }

        absence = status.Ended || current.EndsAt <= now ? StoredTokens.SessionEnded
            : !session.BelongsTo(tenants.MarkOf(login)) ? Missing(httpContext, session, login)
            : null;
        return absence is null;
    }

    /// <summary>Says why the request has no session of the scheme.</summary>
    public AccessTokenResult Missing(HttpContext httpContext, RequestSession? found, string login)
    {
        var result = httpContext.Features.Get<IAuthenticateResultFeature>()?.AuthenticateResult;
        return MissingSession.Result(
            found, login, cookieSchemes.Of(login), result is { Succeeded: true } ? result.Ticket.AuthenticationScheme : null);
    }
}

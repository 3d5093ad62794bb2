using System.Security.Claims;
using Auth0.AspNetCore.Mrrt.Session.Format;
using Auth0.AspNetCore.Mrrt.Session.Request;
using Auth0.AspNetCore.Mrrt.Session.Store;
using Auth0.AspNetCore.Mrrt.Session.Ticket;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Http;

namespace Auth0.AspNetCore.Mrrt.Session.Cookie;

/// <summary>Makes the request's view of a session: of the ticket that the request brought, or of a sign-in.</summary>
internal static class SessionOpening
{
    /// <summary>Opens the session of the request's ticket, with the newest tokens.</summary>
    /// <param name="properties">The ticket's.</param>
    /// <param name="sessions">The sessions that the coordinator knows of.</param>
    /// <param name="options">The cookie scheme's options.</param>
    /// <param name="scheme">The cookie scheme.</param>
    /// <param name="findTokenStore">Finds the ticket in a store of the application's. Null when there is no such store.</param>
    /// <param name="now">The time.</param>
    /// <returns>The view. Null when the session has ended.</returns>
    public static RequestSession? Open(
        AuthenticationProperties properties,
        LiveSessions sessions,
        CookieAuthenticationOptions options,
        string scheme,
        Func<HttpContext, ISessionTokenStore?>? findTokenStore,
        DateTimeOffset now)
    {
        var tokens = TicketTokens.Read(properties.Items);
        var status = sessions.Peek(tokens);
        if (status.Ended || SessionCeiling.End(properties) <= now)
        {
            return null;
        }

        var brought = new SessionSnapshot(tokens) { EndsAt = SessionCeiling.End(properties, properties.ExpiresUtc) };
        var session = new RequestSession(brought)
        {
            IsOfRequest = true,
            FindTokenStore = findTokenStore,
            TicketProperties = properties,
            UsualLife = options.ExpireTimeSpan,
        };
        sessions.BringUpToDate(session, status);
        if (session.Current.IsTicketReplaced
            && SignInTicket.Newer(session.Tokens, tokens.SignIn.Generation, scheme) is { } newer)
        {
            var endsAt = SessionCeiling.End(newer.Properties, newer.Properties.ExpiresUtc);
            session.TakeOver(newer, endsAt);
            return endsAt <= now ? null : session; // The sign-in may have shortened the session.
        }

        if (session.Renewed && options.SessionStore is null)
        {
            // A ticket out of the cookie is this request's alone; a store may hand the same one to many.
            TicketTokens.Write(session.Tokens, properties.Items);
        }

        return session;
    }

    /// <summary>Makes the view of the session that a sign-in has begun or continued.</summary>
    public static RequestSession SignedIn(
        ClaimsPrincipal user, AuthenticationProperties properties, CookieAuthenticationOptions options, string scheme) =>
        new(new SessionSnapshot(TicketTokens.Read(properties.Items))
        {
            Replacement = new AuthenticationTicket(PrincipalCopy.Of(user), SessionItems.CopyOf(properties), scheme),
            EndsAt = SessionCeiling.End(properties, properties.ExpiresUtc),
        })
        {
            TicketProperties = properties,
            UsualLife = options.ExpireTimeSpan,
        };

    /// <summary>True when an open view belongs to the ticket that the request brought. The view of a sign-in in this request
    /// may belong to another session.</summary>
    public static bool IsOpenFor(RequestSession session, AuthenticationProperties properties) =>
        !session.Closed
        && (session.IsOfRequest
            || (TicketTokens.Read(properties.Items) is { HasIdentity: true } tokens && tokens.SessionId == session.Tokens.SessionId));

    /// <summary>Connects the ticket that the application is given with the view: a newer generation shows in the ticket's
    /// items.</summary>
    /// <param name="result">The framework's result.</param>
    /// <param name="session">The request's view. Null when there is none.</param>
    /// <param name="options">The cookie scheme's options.</param>
    /// <param name="scheme">The cookie scheme.</param>
    /// <returns>The result for the application.</returns>
    public static AuthenticateResult Connect(
        AuthenticateResult result, RequestSession? session, CookieAuthenticationOptions options, string scheme)
    {
        if (!result.Succeeded || session is not { Closed: false })
        {
            return result;
        }

        if (session.Current.TakenOver is { } newer)
        {
            session.Items = (SessionItems)newer.Properties.Items;
            return AuthenticateResult.Success(new AuthenticationTicket(result.Principal, newer.Properties, scheme));
        }

        // A ticket of an application's store may be in the hands of other requests, too.
        var properties = result.Properties!;
        var ownTicket = RequestCookie.StoreOfApplication(options) is null && properties.Items is SessionItems;
        session.Items = ownTicket ? (SessionItems)properties.Items : new SessionItems(properties.Items);
        return ownTicket ? result : AuthenticateResult.Success(new AuthenticationTicket(
            result.Principal, new AuthenticationProperties(session.Items, properties.Parameters), scheme));
    }
}

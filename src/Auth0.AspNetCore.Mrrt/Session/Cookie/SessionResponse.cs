using Auth0.AspNetCore.Mrrt.Coordination;
using Auth0.AspNetCore.Mrrt.Session.Request;
using Auth0.AspNetCore.Mrrt.Session.Store;
using Auth0.AspNetCore.Mrrt.Session.Ticket;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Auth0.AspNetCore.Mrrt.Session.Cookie;

/// <summary>Decides whether and with what ticket a response carries the session. Allocates nothing for a response that writes
/// nothing.</summary>
internal static class SessionResponse
{
    /// <summary>Brings the view up to date, and decides what the response does.</summary>
    /// <param name="session">The request's view of its session.</param>
    /// <param name="sessions">The sessions that the coordinator knows of.</param>
    /// <param name="options">The cookie scheme's options.</param>
    public static async ValueTask<ResponseDecision> DecideAsync(
        RequestSession session, LiveSessions sessions, CookieAuthenticationOptions options)
    {
        var current = session.Current;
        if (current.Closed || sessions.HasEnded(current.Tokens))
        {
            return ResponseDecision.Withhold;
        }

        sessions.BringUpToDate(session);
        current = session.Current;
        var standing = current.Prolongs || MustWrite(current, options)
            ? await sessions.BringUpToDateEverywhereAsync(session).ConfigureAwait(false)
            : SessionStanding.Open;
        if (standing is SessionStanding.Unknown)
        {
            session.KeepLife();
        }

        return standing is SessionStanding.Ended
            || session.Current.IsTicketReplaced
            || IsOutdated(session.Current, sessions, options) ? ResponseDecision.Withhold
            : MustWrite(session.Current, options) ? ResponseDecision.Write
            : standing is SessionStanding.Unknown ? ResponseDecision.Withhold // the framework's renewal would prolong the session
            : ResponseDecision.Forward;
    }

    /// <summary>True for a cookie that is older than all that the servers remember. They remember the number of the newest generation
    /// until such a cookie expires: with a longer life it would present a used refresh token then (G4).</summary>
    private static bool IsOutdated(SessionSnapshot session, LiveSessions sessions, CookieAuthenticationOptions options) =>
        session.Prolongs
        && options.SessionStore is not ProtectedTicketStore { KeepsGenerations: true }
        && sessions.Peek(session.Tokens).NewestGeneration > session.Tokens.Generation;

    /// <summary>Puts the newest generation on the response.</summary>
    public static async Task WriteAsync(
        RequestCookie cookie, RequestSession session, StoredPrincipal storedPrincipal, ILogger logger)
    {
        try
        {
            var stored = await cookie.ReadTicketAsync().ConfigureAwait(false);
            if (Ticket(session.Current, stored, storedPrincipal, cookie.Now) is { } ticket)
            {
                await CookieWrites.RunAsync(cookie.HttpContext, CookieWrite.Tokens, () => FitAsync(cookie, ticket))
                    .ConfigureAwait(false);
            }
        }
        catch (CookieTooLargeException e)
        {
            // The browser keeps its cookie, and the coordinator's record has the tokens for its next request.
            cookie.HttpContext.RequestServices.GetRequiredService<CookieSize>().NotWritten(cookie.Options.Cookie.Name!, e);
        }
        catch (Exception e)
        {
            // The response goes out all the same: the coordinator's record carries the tokens to the next request.
            logger.SessionNotWritten(cookie.Scheme, e);
        }
    }

    /// <summary>Writes the ticket, without the additional tokens that make its cookie too large.</summary>
    /// <returns>The number of tokens that were dropped.</returns>
    /// <exception cref="CookieTooLargeException">It does not fit without them either.</exception>
    private static async Task<int> FitAsync(RequestCookie cookie, AuthenticationTicket ticket)
    {
        var all = TicketTokens.Read(ticket.Properties.Items);
        for (var tokens = all; ;)
        {
            try
            {
                await cookie.HttpContext.SignInAsync(cookie.Scheme, ticket.Principal, ticket.Properties)
                    .ConfigureAwait(false);
                var dropped = all.Additional.Length - tokens.Additional.Length;
                if (dropped > 0)
                {
                    cookie.HttpContext.RequestServices.GetRequiredService<CookieSize>()
                        .Trimmed(cookie.Options.Cookie.Name!, dropped);
                }

                return dropped;
            }
            catch (CookieTooLargeException e) when (FittingTokens.Fewer(tokens, e.Length - e.Limit) is { } fewer)
            {
                tokens = fewer;
                TicketTokens.Write(tokens, ticket.Properties.Items);
            }
        }
    }

    /// <summary>Removes the ticket of an ended session. A sign-out during the renewal has removed it before, and the renewal may
    /// have created it again.</summary>
    public static async Task RemoveAsync(RequestSession session, TicketTokenStore? tokenStore, ILogger logger, string scheme)
    {
        try
        {
            if (tokenStore is not null)
            {
                await tokenStore.RemoveIfEndedAsync(session.Tokens).ConfigureAwait(false);
            }
        }
        catch (SessionCoordinationException e)
        {
            logger.SessionNotWritten(scheme, e);
        }
    }

    /// <summary>Makes the ticket with the newest generation, with the principal as it was stored: the claims that the
    /// application's claims transformation adds belong to one request and must not pile up.</summary>
    /// <returns>The ticket to write. Null when the session is gone, or another request has written it.</returns>
    private static AuthenticationTicket? Ticket(
        SessionSnapshot session, AuthenticationTicket? stored, StoredPrincipal storedPrincipal, DateTimeOffset now)
    {
        if (stored is null)
        {
            return null;
        }

        var storedTokens = TicketTokens.Read(stored.Properties.Items);
        if (storedTokens.SessionId != session.Tokens.SessionId)
        {
            return null; // The cookie that is read now is not the one that the request began with.
        }

        if (storedTokens.SignIn.Generation > session.Tokens.SignIn.Generation
            || (storedTokens.Generation >= session.Tokens.Generation && !session.Prolongs && session.TakenOver is null))
        {
            return null; // written meanwhile
        }

        var tokens = storedTokens.Generation > session.Tokens.Generation ? storedTokens : session.Tokens;
        var properties = SessionItems.CopyOf(stored.Properties);
        TicketTokens.Write(tokens, properties.Items);
        SessionClient.Note(properties.Items);
        if (session.Prolongs)
        {
            Prolong(properties, now);
        }

        SessionCookieEvents.MarkTokenWrite(properties);
        return new AuthenticationTicket(storedPrincipal.Of(stored, tokens), properties, stored.AuthenticationScheme);
    }

    /// <summary>True when the response must carry the session. A session in its cookie is written by each response that knows
    /// more than its request brought. For a session in the application's store there are two reasons: the exchange could not write
    /// it there, or the framework would renew the ticket with older tokens.</summary>
    private static bool MustWrite(SessionSnapshot session, CookieAuthenticationOptions options) =>
        session.Renewed && options.SessionStore switch
        {
            null => true,
            ProtectedTicketStore { KeepsGenerations: true } => false,
            _ => !session.IsPersisted || session.Prolongs,
        };

    /// <summary>A token write does not prolong the session. When the session slides, or the application renews it, the same cookie
    /// carries the new life.</summary>
    private static void Prolong(AuthenticationProperties properties, DateTimeOffset now)
    {
        if (properties is { IssuedUtc: { } issued, ExpiresUtc: { } expires })
        {
            properties.IssuedUtc = now;
            properties.ExpiresUtc = Moments.Add(now, expires - issued);
            SessionCeiling.Cap(properties, expires);
        }
    }
}

using System.Runtime.ExceptionServices;
using Auth0.AspNetCore.Mrrt.Session.Request;
using Auth0.AspNetCore.Mrrt.Session.Ticket;
using Microsoft.AspNetCore.Authentication;

namespace Auth0.AspNetCore.Mrrt.Session.Cookie;

/// <summary>Ends the request's session on the servers, as far as they are in reach. The browser's cookie is the handler's
/// part.</summary>
/// <param name="cookie">The request's session cookie.</param>
/// <param name="parts">The session's parts.</param>
internal sealed class SessionSignOut(RequestCookie cookie, SessionParts parts)
{
    private readonly SessionEnding _ending = new(cookie, parts.Live);

    /// <summary>Ends the session. The rest of the request gets none of its tokens in any case.</summary>
    /// <returns>What went wrong: to be thrown when the browser's cookie has gone, too. Null when the session has ended
    /// everywhere.</returns>
    public async Task<ExceptionDispatchInfo?> EndAsync()
    {
        cookie.Session?.SignOut();
        try
        {
            await EndReadAsync().ConfigureAwait(false);
            return null;
        }
        catch (Exception e)
        {
            return ExceptionDispatchInfo.Capture(e);
        }
    }

    private async Task EndReadAsync()
    {
        AuthenticationTicket? ticket;
        try
        {
            ticket = await cookie.ReadTicketAsync().ConfigureAwait(false);
        }
        catch
        {
            await EndUnreadAsync().ConfigureAwait(false);
            throw;
        }

        KeepForTenant(ticket);
        if (cookie.Session?.Current.SignedOut is { } left)
        {
            new SessionDeparture(cookie, parts).Begin(left);
        }

        await _ending.EndAsync(ticket).ConfigureAwait(false);
    }

    /// <summary>Notes the session's tokens for the sign-out at the tenant. A request that has not been authenticated has no view
    /// yet that would hold them.</summary>
    private void KeepForTenant(AuthenticationTicket? ticket)
    {
        if (cookie.Session is null
            && ticket is not null
            && TicketTokens.Read(ticket.Properties.Items) is { HasIdentity: true } tokens
            && !parts.Live.HasEnded(tokens))
        {
            var left = new RequestSession(parts.Live.Newest(tokens)) { TicketProperties = ticket.Properties };
            left.SignOut();
            cookie.Replace(left);
        }
    }

    /// <summary>Ends a session that its store does not give out at the moment, by the name that the request knows.</summary>
    private async Task EndUnreadAsync()
    {
        var key = cookie.StoreKey;
        var name = cookie.Session?.Tokens is { HasIdentity: true } tokens ? tokens.SessionId : null;
        if ((name ?? (cookie.ApplicationStore is null ? key : null)) is { } sessionId)
        {
            await _ending.EndAsync(sessionId, TimeSpan.Zero).ConfigureAwait(false);
        }

        await _ending.RemoveFromStoreAsync(key).ConfigureAwait(false);
    }
}

using Auth0.AspNetCore.Mrrt.Session.Store;
using Auth0.AspNetCore.Mrrt.Session.Ticket;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Auth0.AspNetCore.Mrrt.Session.Cookie;

/// <summary>Tells whether a cookie's value opens a session that has not ended.</summary>
/// <param name="options">The cookie scheme's options.</param>
internal sealed class OpenableCookie(CookieAuthenticationOptions options)
{
    /// <summary>True when the value is a ticket of this scheme that has not expired, and its session is not known to have
    /// ended.</summary>
    public bool Opens(HttpContext context, string value) =>
        options.TicketDataFormat.Unprotect(value) is { } ticket
        && !(ticket.Properties.ExpiresUtc < (options.TimeProvider ?? TimeProvider.System).GetUtcNow())
        && !HasEnded(context, ticket);

    private bool HasEnded(HttpContext context, AuthenticationTicket ticket)
    {
        var sessions = context.RequestServices?.GetService<LiveSessions>();
        if (sessions is null)
        {
            return false;
        }

        return options.SessionStore is null
            ? TicketTokens.Read(ticket.Properties.Items) is { HasIdentity: true } tokens && sessions.HasEnded(tokens)
            : StoredTicket.StoreKey(ticket) is { } key && sessions.HasEnded(key);
    }
}

using Auth0.AspNetCore.Mrrt.Session.Request;
using Auth0.AspNetCore.Mrrt.Session.Store;
using Auth0.AspNetCore.Mrrt.Session.Ticket;
using Microsoft.AspNetCore.Authentication;

namespace Auth0.AspNetCore.Mrrt.Session.Cookie;

/// <summary>Ends sessions on the servers. Another response may have renewed the cookie that this request brought: the end is
/// remembered until the last cookie of the session expires.</summary>
/// <param name="cookie">The request's session cookie.</param>
/// <param name="sessions">The sessions that the coordinator knows of.</param>
internal sealed class SessionEnding(RequestCookie cookie, LiveSessions sessions)
{
    /// <summary>Ends the session of a ticket.</summary>
    public ValueTask EndAsync(AuthenticationTicket? ticket)
    {
        if (ticket?.Properties is not { ExpiresUtc: { } expires, IssuedUtc: { } issued })
        {
            return sessions.EndAsync(ticket, ticket?.Properties.ExpiresUtc);
        }

        var renewed = LastRenewalEnds(expires - issued);
        return sessions.EndAsync(ticket, renewed > expires ? renewed : expires);
    }

    /// <summary>Ends a session of which no ticket is at hand.</summary>
    /// <param name="sessionId">The session's name.</param>
    /// <param name="life">How long a cookie of it lasts; zero when only the settings tell.</param>
    public ValueTask EndAsync(string sessionId, TimeSpan life) => sessions.EndAsync(sessionId, LastRenewalEnds(life));

    /// <summary>Removes a ticket from a store of the application's. The library's own store learns the session's end from the
    /// coordinator.</summary>
    public Task RemoveFromStoreAsync(string? key) =>
        key is not null && cookie.ApplicationStore is { } store ? store.RemoveAsync(key) : Task.CompletedTask;

    /// <summary>When the last cookie expires that a response may be renewing now.</summary>
    private DateTimeOffset LastRenewalEnds(TimeSpan life)
    {
        var usual = cookie.Options.ExpireTimeSpan;
        return Moments.Add(cookie.Now + CookieLife.LateRenewal, life > usual ? life : usual);
    }
}

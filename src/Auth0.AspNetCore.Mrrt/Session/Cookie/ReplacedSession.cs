using System.Globalization;
using Auth0.AspNetCore.Mrrt.Session.Request;
using Auth0.AspNetCore.Mrrt.Session.Ticket;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Auth0.AspNetCore.Mrrt.Session.Cookie;

/// <summary>
/// The session that a browser had when it went to sign in. Where the answer comes with a POST from the tenant's site, the
/// browser keeps its <c>SameSite=Lax</c> cookie to itself: the session that the new one replaces is named in the sealed
/// state instead, or nobody would end it.
/// </summary>
/// <param name="SessionId">Its name.</param>
/// <param name="Life">How long a cookie of it lasts.</param>
/// <param name="StoreKey">Where a ticket store of the application's keeps it.</param>
internal sealed record ReplacedSession(string SessionId, TimeSpan Life, string? StoreKey)
{
    /// <summary>Prints no name of a session.</summary>
    public override string ToString() => "a session that a login replaces";

    /// <summary>Notes the request's session, if it has one, for the sign-in that is to come.</summary>
    public static async ValueTask NoteAsync(
        HttpContext httpContext, string cookieScheme, IDictionary<string, string?> items)
    {
        if (await RequestSessionFeature.FindAsync(httpContext, cookieScheme).ConfigureAwait(false)
            is not { Closed: false, Tokens: { HasIdentity: true } tokens } session)
        {
            return;
        }

        var options = httpContext.RequestServices
            .GetRequiredService<IOptionsMonitor<CookieAuthenticationOptions>>().Get(cookieScheme);
        items[TicketItems.Replaces] = tokens.SessionId;
        if (session.Items is { } ticket && new AuthenticationProperties(ticket) is { IssuedUtc: { } issued, ExpiresUtc: { } expires })
        {
            items[TicketItems.ReplacesLife] = ((long)(expires - issued).TotalSeconds).ToString(CultureInfo.InvariantCulture);
        }

        if (RequestCookie.StoreOfApplication(options) is not null
            && StoredTicket.StoreKey(httpContext, options) is { } key)
        {
            items[TicketItems.ReplacesKey] = key;
        }
    }

    /// <summary>Takes the name out of the items of a sign-in: it is nothing that the new session remembers.</summary>
    public static ReplacedSession? Take(IDictionary<string, string?> items)
    {
        items.Remove(TicketItems.ReplacesKey, out var key);
        items.Remove(TicketItems.ReplacesLife, out var life);
        return items.Remove(TicketItems.Replaces, out var sessionId) && sessionId is { Length: > 0 }
            ? new ReplacedSession(
                sessionId,
                int.TryParse(life, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
                    ? TimeSpan.FromSeconds(seconds)
                    : TimeSpan.Zero,
                key)
            : null;
    }
}

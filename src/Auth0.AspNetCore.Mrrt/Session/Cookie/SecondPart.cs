using Auth0.AspNetCore.Mrrt.Session.Format;
using Auth0.AspNetCore.Mrrt.Session.Ticket;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Http;

namespace Auth0.AspNetCore.Mrrt.Session.Cookie;

/// <summary>Leaves the second part of a session's cookie in the header until somebody asks for a token in it.</summary>
internal static class SecondPart
{
    /// <summary>True where nothing of the application's stands between the header and the session: the cookie manager then gives the
    /// first part of a cookie only.</summary>
    public static bool IsReadInPlace(CookieAuthenticationOptions options, ICookieManager manager, string key) =>
        key == options.Cookie.Name
        && ReferenceEquals(options.CookieManager, manager)
        && options is { TicketDataFormat: SessionTicketFormat, SessionStore: null };

    /// <summary>Tells the tokens of a ticket where their second part is. A part of another cookie does not open.</summary>
    public static void Find(HttpContext httpContext, CookieAuthenticationOptions options, AuthenticationProperties properties)
    {
        if (options.SessionStore is null && properties.Items is SessionItems { Tokens.Separate: SeparateTokens { Sealed: null } separate })
        {
            separate.Find(new SealedInHeader(httpContext.Request.Headers.Cookie, options.Cookie.Name!));
        }
    }
}

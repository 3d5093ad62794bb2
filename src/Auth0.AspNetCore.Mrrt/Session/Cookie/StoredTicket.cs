using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Http;

namespace Auth0.AspNetCore.Mrrt.Session.Cookie;

/// <summary>The ticket as the request's cookie, or the store behind it, holds it: before any validation, transformation
/// or change that the request made to its own copy.</summary>
internal static class StoredTicket
{
    /// <summary>The framework's own name for the claim that holds a store's key.</summary>
    private const string StoreKeyClaim = "Microsoft.AspNetCore.Authentication.Cookies-SessionId";

    public static async ValueTask<AuthenticationTicket?> ReadAsync(
        HttpContext httpContext, CookieAuthenticationOptions options)
    {
        if (options.SessionStore is null)
        {
            return InCookie(httpContext, options);
        }

        return StoreKey(httpContext, options) is { } key
            // Whether or not the browser waits: a sign-out has to know which session it ends.
            ? await options.SessionStore.RetrieveAsync(key, httpContext, CancellationToken.None)
                .ConfigureAwait(false)
            : null;
    }

    /// <summary>The name under which the request's ticket is in the store.</summary>
    public static string? StoreKey(HttpContext httpContext, CookieAuthenticationOptions options) =>
        InCookie(httpContext, options) is { } ticket ? StoreKey(ticket) : null;

    /// <summary>The same for a ticket out of a cookie.</summary>
    public static string? StoreKey(AuthenticationTicket ticket) => ticket.Principal.FindFirst(StoreKeyClaim)?.Value;

    private static AuthenticationTicket? InCookie(HttpContext httpContext, CookieAuthenticationOptions options)
    {
        var cookie = options.CookieManager.GetRequestCookie(httpContext, options.Cookie.Name!);
        if (string.IsNullOrEmpty(cookie) || options.TicketDataFormat.Unprotect(cookie) is not { } ticket)
        {
            return null;
        }

        SecondPart.Find(httpContext, options, ticket.Properties);
        return ticket;
    }
}

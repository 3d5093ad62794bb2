using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Http;

namespace Auth0.AspNetCore.Mrrt.Session;

/// <summary>The ticket as the request's cookie, or the store behind it, holds it: before any validation, transformation
/// or change that the request made to its own copy.</summary>
internal static class StoredTicket
{
    /// <summary>The framework's own name for the claim that holds a store's key.</summary>
    private const string StoreKeyClaim = "Microsoft.AspNetCore.Authentication.Cookies-SessionId";

    public static async ValueTask<AuthenticationTicket?> ReadAsync(
        HttpContext httpContext, CookieAuthenticationOptions options)
    {
        var cookie = options.CookieManager.GetRequestCookie(httpContext, options.Cookie.Name!);
        if (string.IsNullOrEmpty(cookie) || options.TicketDataFormat.Unprotect(cookie) is not { } ticket)
        {
            return null;
        }

        if (options.SessionStore is null)
        {
            return ticket;
        }

        return ticket.Principal.FindFirst(StoreKeyClaim) is { } key
            ? await options.SessionStore.RetrieveAsync(key.Value, httpContext, httpContext.RequestAborted)
                .ConfigureAwait(false)
            : null;
    }
}

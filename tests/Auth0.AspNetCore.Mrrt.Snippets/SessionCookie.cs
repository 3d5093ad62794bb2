using System.Security.Claims;
using Auth0.AspNetCore.Mrrt.Registration;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Auth0.AspNetCore.Mrrt.Snippets;

internal static class SessionCookie
{
    public static void Format(Auth0WebAppOptions options)
    {
        #region ticket-format
        options.TicketFormat = TicketFormat.Framework;
        #endregion
    }

    public static async Task ChangeClaims(HttpContext http)
    {
        #region sign-in-claims
        var session = await http.AuthenticateAsync();
        var user = session.Principal!.Clone();
        var identity = (ClaimsIdentity)user.Identity!;
        identity.TryRemoveClaim(identity.FindFirst("plan"));
        identity.AddClaim(new Claim("plan", "premium"));
        await http.SignInAsync(user, session.Properties);
        #endregion
    }

    public static async Task Replace(HttpContext http)
    {
        #region sign-out-and-in
        var session = await http.AuthenticateAsync();
        await http.SignOutAsync(CookieAuthenticationDefaults.AuthenticationScheme);
        await http.SignInAsync(CookieAuthenticationDefaults.AuthenticationScheme, session.Principal!, session.Properties);
        #endregion
    }

    public static void InMemory(Auth0WebAppAuthenticationBuilder auth0)
    {
        #region session-store-in-memory
        auth0.WithSessionStore();
        #endregion
    }

    public static void Store(Auth0WebAppAuthenticationBuilder auth0)
    {
        #region session-store
        auth0.WithSessionStore(new MemoryTickets());
        #endregion
    }

    public static void Limits(WebApplicationBuilder builder)
    {
        #region header-limits
        builder.WebHost.ConfigureKestrel(options => options.Limits.MaxRequestHeadersTotalSize = 64 * 1024);
        #endregion
    }
}

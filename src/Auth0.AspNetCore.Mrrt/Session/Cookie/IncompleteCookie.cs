using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Auth0.AspNetCore.Mrrt.Session.Cookie;

/// <summary>Logs that a browser or a proxy has dropped a part of the session cookie. The user is signed out, and nothing else
/// would tell the reason.</summary>
internal static class IncompleteCookie
{
    /// <summary>Writes one line per request and cookie; the cookie is read several times.</summary>
    /// <param name="context">The request.</param>
    /// <param name="cookie">The cookie's name.</param>
    /// <param name="found">How many of its chunks the request has.</param>
    /// <param name="count">How many chunks the cookie was written in.</param>
    public static void Report(HttpContext context, string cookie, int found, int count)
    {
        if (context.Items.TryAdd((typeof(IncompleteCookie), cookie), true))
        {
            context.RequestServices?.GetService<ILoggerFactory>()?.CreateLogger(typeof(IncompleteCookie))
                .CookieIncomplete(cookie, found, count);
        }
    }
}

using Auth0.AspNetCore.Mrrt.Session.Ticket;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http;

namespace Auth0.AspNetCore.Mrrt.Benchmarks.Sites;

/// <summary>A session that several servers serve, and the cookie that its browser has.</summary>
internal static class SharedSession
{
    /// <param name="site">The application.</param>
    /// <param name="stored">The session lives in the store, and the cookie is a handle of it.</param>
    public static async Task<string> CookieAsync(Site site, bool stored)
    {
        var session = Samples.Session(2, Samples.Now, sessionId: stored ? "stored" : "in-cookie");
        if (!stored)
        {
            return site.CookieOf(session);
        }

        using var request = site.Request(cookie: null);
        var properties = new AuthenticationProperties();
        TicketTokens.Write(session, properties.Items);
        await request.HttpContext.SignInAsync("Cookies", Samples.Principal(), properties);
        return CookieAfter(request.HttpContext.Response, "");
    }

    /// <summary>The cookie of the next request.</summary>
    public static string CookieAfter(HttpResponse response, string before) =>
        string.Join("; ", response.Headers.SetCookie.Select(cookie => cookie!.Split(';')[0])) is { Length: > 0 } newest
            ? newest
            : before;
}

using Microsoft.AspNetCore.Authentication;

namespace Auth0.AspNetCore.Mrrt.Benchmarks.Sites;

/// <summary>A token that the request has asked for before, here and the framework's own way. What brings no token is not
/// measured.</summary>
internal static class WarmRequests
{
    public static async Task<Action> PlainAsync(Site site)
    {
        var httpContext = site.Request(site.PlainCookieOf(Samples.Session(0, Samples.Now))).HttpContext;
        await httpContext.AuthenticateAsync("Cookies");
        return () => TokenAtHand.Require(httpContext.GetTokenAsync("access_token"));
    }

    /// <summary>Asks for the last audience, after all of them have been used.</summary>
    /// <param name="site">The application.</param>
    /// <param name="additional">How many additional tokens the session holds.</param>
    public static async Task<Action> SessionAsync(Site site, int additional)
    {
        var httpContext = site.Request(site.CookieOf(Samples.Session(additional, Samples.Now))).HttpContext;
        var request = additional == 0 ? null : new AccessTokenRequest { Audience = Samples.Audience(additional) };
        for (var number = 1; number <= additional; number++)
        {
            var token = await httpContext.GetAccessTokenAsync(new AccessTokenRequest { Audience = Samples.Audience(number) });
            ArgumentNullException.ThrowIfNull(token);
        }

        ArgumentNullException.ThrowIfNull(await httpContext.GetAccessTokenAsync(request));
        return () => TokenAtHand.Require(httpContext.GetAccessTokenAsync(request));
    }
}

using Microsoft.AspNetCore.Authentication;

namespace Auth0.AspNetCore.Mrrt.Benchmarks.Sites;

/// <summary>A request with the session's cookie, its authentication and one token, here and the framework's own way. What
/// brings no token is not measured.</summary>
internal static class FreshRequests
{
    /// <summary>Measures the plain cookie, and the session with 0, 5 and 20 additional tokens.</summary>
    public static Measured[] Measure(Site plain, Site mrrt) =>
        Interleaved.Measure(Plain(plain), Session(mrrt, 0), Session(mrrt, 5), Session(mrrt, 20));

    public static Action Plain(Site site)
    {
        var cookie = site.PlainCookieOf(Samples.Session(0, Samples.Now));
        return () =>
        {
            using var request = site.Request(cookie);
            TokenAtHand.Require(request.HttpContext.AuthenticateAsync("Cookies"));
            TokenAtHand.Require(request.HttpContext.GetTokenAsync("access_token"));
        };
    }

    /// <param name="site">The application.</param>
    /// <param name="additional">How many additional tokens the session holds; the last is asked for.</param>
    public static Action Session(Site site, int additional)
    {
        var cookie = site.CookieOf(Samples.Session(additional, Samples.Now));
        var wanted = additional == 0 ? null : new AccessTokenRequest { Audience = Samples.Audience(additional) };
        return () =>
        {
            using var request = site.Request(cookie);
            TokenAtHand.Require(request.HttpContext.AuthenticateAsync("Cookies"));
            TokenAtHand.Require(request.HttpContext.GetAccessTokenAsync(wanted));
        };
    }
}

using Microsoft.AspNetCore.Authentication;

namespace Auth0.AspNetCore.Mrrt.Benchmarks.Sites;

/// <summary>A request with the session's cookie, its authentication and one token, here and the framework's own way. What
/// brings no token is not measured.</summary>
internal static class FreshRequests
{
    /// <summary>Measures the plain cookie, and the session with 0, 5 and 20 additional tokens: requests for the token of the login,
    /// and with 5 and 20 for an additional one.</summary>
    public static Measured[] Measure(Site plain, Site mrrt) => Interleaved.Measure(
        Plain(plain),
        Session(mrrt, 0),
        Session(mrrt, 5),
        Session(mrrt, 20),
        Session(mrrt, 5, asksForAdditional: true),
        Session(mrrt, 20, asksForAdditional: true));

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
    /// <param name="additional">How many additional tokens the session holds.</param>
    /// <param name="asksForAdditional">Whether the last of them is asked for, and not the login's.</param>
    public static Action Session(Site site, int additional, bool asksForAdditional = false)
    {
        var cookie = site.CookieOf(Samples.Session(additional, Samples.Now));
        var wanted = !asksForAdditional ? null : new AccessTokenRequest { Audience = Samples.Audience(additional) };
        return () =>
        {
            using var request = site.Request(cookie);
            TokenAtHand.Require(request.HttpContext.AuthenticateAsync("Cookies"));
            TokenAtHand.Require(request.HttpContext.GetAccessTokenAsync(wanted));
        };
    }
}

using System.Globalization;
using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Http;

namespace Auth0.AspNetCore.Mrrt.Storm.Nodes;

/// <summary>What an application does with the session of a user who is signed in.</summary>
internal static class NodeSignIns
{
    /// <summary>The second cookie.</summary>
    public const string Elevated = "Elevated";

    private const string Version = "version";
    private const string LoginScheme = ".AuthScheme";
    private const string Cookies = CookieAuthenticationDefaults.AuthenticationScheme;

    /// <summary>Reads the version of a user. Zero before the first change.</summary>
    public static int VersionOf(ClaimsPrincipal user) =>
        int.Parse(user.FindFirstValue(Version) ?? "0", CultureInfo.InvariantCulture);

    /// <summary>Changes the user's claims within the session.</summary>
    public static Task ChangeAsync(HttpContext http, AuthenticateResult session, int version)
    {
        var identity = ((ClaimsIdentity)session.Principal!.Identity!).Clone();
        foreach (var old in identity.FindAll(Version).ToArray())
        {
            identity.RemoveClaim(old);
        }

        identity.AddClaim(new Claim(Version, version.ToString(CultureInfo.InvariantCulture)));
        return http.SignInAsync(Cookies, new ClaimsPrincipal(identity), session.Properties);
    }

    /// <summary>Signs out and in again.</summary>
    public static async Task OutAndInAsync(HttpContext http, AuthenticateResult session)
    {
        await http.SignOutAsync(Cookies);
        await http.SignInAsync(Cookies, session.Principal!, session.Properties);
    }

    /// <summary>Begins a new session with the tokens of the present one.</summary>
    public static Task ReissueAsync(HttpContext http, AuthenticateResult session)
    {
        var properties = new AuthenticationProperties();
        properties.StoreTokens(session.Properties!.GetTokens());
        properties.Items[LoginScheme] = session.Properties!.Items[LoginScheme];
        return http.SignInAsync(Cookies, session.Principal!, properties);
    }

    /// <summary>Signs in to the second cookie with the session's properties.</summary>
    public static Task ElevateAsync(HttpContext http, AuthenticateResult session) =>
        http.SignInAsync(Elevated, session.Principal!, session.Properties);
}

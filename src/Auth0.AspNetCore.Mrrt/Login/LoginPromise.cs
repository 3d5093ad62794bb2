using System.Globalization;
using Microsoft.AspNetCore.Authentication;
using Microsoft.IdentityModel.JsonWebTokens;

namespace Auth0.AspNetCore.Mrrt.Login;

/// <summary>
/// What a login asked for and its ID token must bear out. The request went through the browser, where anybody may have
/// changed it; what was asked for came back sealed.
/// </summary>
internal static class LoginPromise
{
    private static readonly TimeSpan ClockSkew = TimeSpan.FromMinutes(1);

    /// <summary>Says what the ID token does not bear out, or nothing.</summary>
    public static string? Broken(AuthenticationProperties properties, JsonWebToken idToken, DateTimeOffset now) =>
        Organization(LoginItems.Read(properties.Items, LoginItems.Organization), idToken)
        ?? MaxAge(LoginItems.Read(properties.Items, LoginItems.MaxAge), idToken, now);

    /// <summary>Auth0: an id is compared letter by letter with <c>org_id</c>; a name, which Auth0 lower-cases, with
    /// <c>org_name</c>.</summary>
    private static string? Organization(string? asked, JsonWebToken idToken)
    {
        if (asked is null)
        {
            return null;
        }

        var isId = asked.StartsWith("org_", StringComparison.Ordinal);
        var comparison = isId ? StringComparison.Ordinal : StringComparison.OrdinalIgnoreCase;
        return idToken.TryGetPayloadValue<string>(isId ? "org_id" : "org_name", out var given)
            && string.Equals(given, asked, comparison)
                ? null
                : "organization";
    }

    /// <summary>OpenID Connect Core 1.0, section 3.1.3.7, items 12 and 13.</summary>
    private static string? MaxAge(string? asked, JsonWebToken idToken, DateTimeOffset now)
    {
        if (asked is null)
        {
            return null;
        }

        return long.TryParse(asked, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
            && idToken.TryGetPayloadValue<long>("auth_time", out var authTime)
            && now.ToUnixTimeSeconds() - (long)ClockSkew.TotalSeconds - authTime <= seconds
                ? null
                : "auth_time";
    }
}

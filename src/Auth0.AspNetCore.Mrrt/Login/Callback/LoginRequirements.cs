using System.Globalization;
using System.Text.Json;
using Auth0.AspNetCore.Mrrt.Jwt;
using Auth0.AspNetCore.Mrrt.Session.Ticket;
using Microsoft.AspNetCore.Authentication;

namespace Auth0.AspNetCore.Mrrt.Login.Callback;

/// <summary>
/// The requirements that a login sets for its ID token. The user can change the request in the browser. The protected state
/// brings the unchanged requirements back.
/// </summary>
internal static class LoginRequirements
{
    /// <summary>The claim with the latest end of the application's session, from the identity provider behind the tenant. A
    /// senseless value is ignored.</summary>
    public const string SessionExpiryClaim = "session_expiry";

    /// <summary>Names the first requirement that the ID token does not meet, or gives null.</summary>
    public static string? FirstUnmet(
        AuthenticationProperties properties, JsonElement claims, TimeSpan clockSkew, DateTimeOffset now) =>
        Organization(LoginItems.Read(properties.Items, LoginItems.Organization), claims)
            ?? MaxAge(LoginItems.Read(properties.Items, LoginItems.MaxAge), claims, LoginItems.Began(properties) ?? now, clockSkew, now)
            ?? SessionExpiry(claims, now);

    /// <summary>True when the token has a senseless <c>session_expiry</c>.</summary>
    public static bool HasSenselessExpiry(JsonElement claims) =>
        claims.TryGetProperty(SessionExpiryClaim, out _)
        && !SessionCeiling.IsPlausible(JwtJson.Seconds(claims, SessionExpiryClaim));

    /// <summary>An id is compared exactly with <c>org_id</c>. A name is compared with <c>org_name</c> without regard to letter
    /// case: Auth0 writes it in lower case.</summary>
    private static string? Organization(string? asked, JsonElement claims)
    {
        if (asked is null)
        {
            return null;
        }

        var isId = asked.StartsWith("org_", StringComparison.Ordinal);
        var comparison = isId ? StringComparison.Ordinal : StringComparison.OrdinalIgnoreCase;
        return string.Equals(JwtJson.Text(claims, isId ? "org_id" : "org_name"), asked, comparison)
            ? null
            : "organization";
    }

    /// <summary>OpenID Connect Core 1.0, section 3.1.3.7, items 12 and 13.</summary>
    private static string? MaxAge(
        string? asked, JsonElement claims, DateTimeOffset began, TimeSpan clockSkew, DateTimeOffset now)
    {
        if (asked is null)
        {
            return null;
        }

        // A sign-in in the future is refused for every max_age.
        return long.TryParse(asked, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
            && JwtJson.Number(claims, "auth_time") is > 0 and var authTime
            && authTime <= (now + clockSkew).ToUnixTimeSeconds()
            && (began - clockSkew).ToUnixTimeSeconds() - authTime <= seconds
                ? null
                : "auth_time";
    }

    private static string? SessionExpiry(JsonElement claims, DateTimeOffset now) =>
        JwtJson.Seconds(claims, SessionExpiryClaim) is { } expiry
        && SessionCeiling.IsPlausible(expiry) && SessionCeiling.IsOver(expiry, now)
            ? SessionExpiryClaim
            : null;
}

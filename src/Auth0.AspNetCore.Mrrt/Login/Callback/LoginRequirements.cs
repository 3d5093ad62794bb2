using System.Globalization;
using System.Text.Json;
using Auth0.AspNetCore.Mrrt.Jwt;
using Auth0.AspNetCore.Mrrt.Session.Ticket;
using Microsoft.AspNetCore.Authentication;
using Microsoft.IdentityModel.JsonWebTokens;

namespace Auth0.AspNetCore.Mrrt.Login.Callback;

/// <summary>
/// What a login asked for and its ID token must meet. The request went through the browser, where anybody can change it; the
/// login's own copy came back in the protected state.
/// </summary>
internal static class LoginRequirements
{
    /// <summary>Auth0's ceiling on the application's session, from the identity provider behind the tenant. A value that
    /// makes no sense is no ceiling.</summary>
    public const string SessionExpiryClaim = "session_expiry";

    /// <summary>Names the first requirement that the ID token does not meet, or gives null.</summary>
    public static string? FirstUnmet(
        AuthenticationProperties properties, JsonWebToken idToken, TimeSpan clockSkew, DateTimeOffset now)
    {
        var claims = JwtJson.Payload(idToken) ?? default;
        return Organization(LoginItems.Read(properties.Items, LoginItems.Organization), claims)
            ?? MaxAge(LoginItems.Read(properties.Items, LoginItems.MaxAge), claims, LoginItems.Began(properties) ?? now, clockSkew, now)
            ?? SessionExpiry(claims, now);
    }

    /// <summary>True when the token names an end of the session that makes no sense.</summary>
    public static bool HasSenselessExpiry(JsonWebToken idToken) =>
        JwtJson.Payload(idToken) is { } claims && claims.TryGetProperty(SessionExpiryClaim, out _)
        && !SessionCeiling.IsPlausible(JwtJson.Seconds(claims, SessionExpiryClaim));

    /// <summary>Auth0: an id is compared letter by letter with <c>org_id</c>; a name, which Auth0 lower-cases, with
    /// <c>org_name</c>.</summary>
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

        // A sign-in to come has not been, whatever its age may be.
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

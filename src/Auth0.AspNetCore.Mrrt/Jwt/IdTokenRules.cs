using System.Text.Json;
using Microsoft.IdentityModel.JsonWebTokens;

namespace Auth0.AspNetCore.Mrrt.Jwt;

/// <summary>What an ID token must look like beyond a right signature, issuer, audience and lifetime (OpenID Connect Core
/// 1.0, sections 2 and 3.1.3.7; RFC 7515, sections 4.1.4 and 4.1.11; RFC 7519, section 4.1.5).</summary>
internal static class IdTokenRules
{
    private const string Unreadable = "no clean JSON, or a member twice";

    /// <summary>OpenID Connect Core 1.0, section 2.</summary>
    private const int LongestSubject = 255;

    /// <summary>A token from further in the future tells nothing about this server's clock.</summary>
    private static readonly TimeSpan PlausibleDifference = TimeSpan.FromDays(1);

    /// <summary>Names the rule that a token breaks, or gives null.</summary>
    public static string? Broken(JsonWebToken token, string clientId, DateTimeOffset now, TimeSpan clockSkew)
    {
        if (JwtJson.Payload(token) is not { } claims)
        {
            return Unreadable;
        }

        return (JwtJson.Text(claims, "sub") is { Length: > 0 and <= LongestSubject } ? null : "sub")
            ?? IssuedAt(claims, now, clockSkew)
            ?? (JwtJson.Number(claims, "exp") is > 0 ? null : "exp")
            ?? (!claims.TryGetProperty("nbf", out var notBefore) || notBefore.ValueKind == JsonValueKind.Number ? null : "nbf")
            ?? AuthorizedParty(claims, clientId);
    }

    /// <summary>Names the rule that the header breaks, or gives null. The header comes first, since it says how the rest is to be read. A
    /// token of another kind that the tenant signs with the same keys is no ID token, and one that says it must be
    /// understood in a way that nobody here does is not either.</summary>
    public static string? BrokenHeader(JsonWebToken token, IEnumerable<string> algorithms)
    {
        if (JwtJson.Header(token) is not { } header)
        {
            return Unreadable;
        }

        if (!algorithms.Contains(JwtJson.Text(header, "alg"), StringComparer.Ordinal))
        {
            return "alg";
        }

        if (header.TryGetProperty("crit", out _))
        {
            return "crit";
        }

        if (header.TryGetProperty("kid", out var keyId) && keyId.ValueKind != JsonValueKind.String)
        {
            return "kid";
        }

        return !header.TryGetProperty("typ", out _)
            || string.Equals(JwtJson.Text(header, "typ"), "JWT", StringComparison.OrdinalIgnoreCase)
                ? null
                : "typ";
    }

    /// <summary>Names a time that is still to come, and how far this server's clock would be behind.</summary>
    public static string Ahead(string claim, TimeSpan by) => by <= PlausibleDifference
        ? $"{claim}: this server's clock is behind by {(long)by.TotalSeconds} s"
        : claim;

    private static string? IssuedAt(JsonElement claims, DateTimeOffset now, TimeSpan clockSkew)
    {
        if (JwtJson.Number(claims, "iat") is not { } iat)
        {
            return "iat";
        }

        var ahead = (double)iat - now.ToUnixTimeSeconds();
        return ahead <= clockSkew.TotalSeconds ? null
            : Ahead("iat", TimeSpan.FromSeconds(Math.Min(ahead, 2 * PlausibleDifference.TotalSeconds)));
    }

    private static string? AuthorizedParty(JsonElement claims, string clientId)
    {
        if (claims.TryGetProperty("azp", out _))
        {
            return string.Equals(JwtJson.Text(claims, "azp"), clientId, StringComparison.Ordinal) ? null : "azp";
        }

        return claims.TryGetProperty("aud", out var audiences)
            && audiences.ValueKind == JsonValueKind.Array && audiences.GetArrayLength() > 1
                ? "azp"
                : null;
    }
}

using Auth0.AspNetCore.Mrrt.Jwt;
using Microsoft.IdentityModel.JsonWebTokens;

namespace Auth0.AspNetCore.Mrrt.Tokens;

/// <summary>A refreshed ID token speaks of the same user, tenant and application as the one before it (OpenID Connect
/// Core 1.0, section 12.2).</summary>
internal static class IdTokenContinuity
{
    /// <summary>Says what differs, or nothing.</summary>
    public static string? Problem(string? before, string? after)
    {
        if (after is null || ReadableJwt.Read(before) is not { } old)
        {
            return null;
        }

        return ReadableJwt.Read(after) switch
        {
            null => "the new ID token cannot be read",
            var renewed when renewed.Issuer != old.Issuer => "the new ID token has another issuer",
            var renewed when renewed.Subject != old.Subject => "the new ID token is about another user",
            var renewed when !renewed.Audiences.Intersect(old.Audiences, StringComparer.Ordinal).Any() =>
                "the new ID token is for another application",
            _ => null,
        };
    }

    /// <summary>Whether the user still acts for the same organization, or for none: else the claims must not follow
    /// (Auth0: Work with Tokens and Organizations).</summary>
    public static bool SameOrganization(string? before, string? after) =>
        ReadableJwt.Read(before) is not { } old || Organization(old) == Organization(ReadableJwt.Read(after));

    private static string? Organization(JsonWebToken? token) =>
        token?.TryGetPayloadValue<string>("org_id", out var organization) == true ? organization : null;
}

using Auth0.AspNetCore.Mrrt.Jwt;
using Microsoft.IdentityModel.JsonWebTokens;

namespace Auth0.AspNetCore.Mrrt.Session.Model;

/// <summary>What an access token says of itself, where that can be read: a signed JWT. An opaque token, and one that is
/// encrypted for its API, tell nothing. Never a reason to trust a token: only to distrust one.</summary>
internal static class AccessTokenClaims
{
    /// <summary>Whether the token says that it is for somebody else.</summary>
    public static bool ContradictsAudience(string accessToken, string? audience) =>
        audience is not null
        && Read(accessToken) is { } token
        && token.Audiences.Any()
        && !token.Audiences.Contains(audience, StringComparer.Ordinal);

    /// <summary>The API that the token is for; Auth0 names <c>/userinfo</c> behind it when <c>openid</c> was
    /// granted.</summary>
    public static string? Audience(string accessToken) => Read(accessToken)?.Audiences.FirstOrDefault();

    /// <summary>The scopes that the token names.</summary>
    public static string? Scope(string accessToken) =>
        Read(accessToken) is { } token && JwtJson.Payload(token) is { } claims ? JwtJson.Text(claims, "scope") : null;

    private static JsonWebToken? Read(string accessToken) =>
        ReadableJwt.Read(accessToken) is { IsEncrypted: false } token ? token : null;
}

using Auth0.AspNetCore.Mrrt.Jwt;

namespace Auth0.AspNetCore.Mrrt.Session.Model;

/// <summary>What an access token says of itself, where that can be read: a signed JWT. An opaque token, and one that is
/// encrypted for its API, tell nothing. Never a reason to trust a token: only to distrust one.</summary>
internal static class AccessTokenClaims
{
    /// <summary>True when the token says that it is for somebody else. Also true for claims that readers can read in two ways:
    /// the API's reader may find another audience than this one.</summary>
    public static bool ContradictsAudience(string accessToken, string? audience) =>
        audience is not null
        && JwtClaims.Read(accessToken) is { } claims
        && (claims.Audiences is not { } audiences
            || (!audiences.IsEmpty && !audiences.Contains(audience, StringComparer.Ordinal)));

    /// <summary>The API that the token is for; Auth0 names <c>/userinfo</c> behind it when <c>openid</c> was
    /// granted.</summary>
    public static string? Audience(string accessToken) =>
        JwtClaims.Read(accessToken)?.Audiences is [var first, ..] ? first : null;

    /// <summary>Finds the API that the token is for. The API is null when the token names none.</summary>
    /// <returns>False when the token names an API, and not clearly which.</returns>
    public static bool TryAudience(string accessToken, out string? audience)
    {
        audience = null;
        if (JwtClaims.Read(accessToken) is not { } claims)
        {
            return true;
        }

        if (claims.Audiences is not { } audiences || audiences is ["", ..])
        {
            return false;
        }

        audience = audiences is [var first, ..] ? first : null;
        return true;
    }

    /// <summary>The scopes that the token names.</summary>
    public static string? Scope(string accessToken) => JwtClaims.Read(accessToken)?.Text("scope");
}

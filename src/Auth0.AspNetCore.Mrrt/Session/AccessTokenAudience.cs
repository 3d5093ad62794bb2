using System.Text.Json;
using Microsoft.IdentityModel.JsonWebTokens;

namespace Auth0.AspNetCore.Mrrt.Session;

/// <summary>Whom an access token is for, where that can be read: a signed JWT. An opaque token, and one that is
/// encrypted for its API, tell nothing.</summary>
internal static class AccessTokenAudience
{
    /// <summary>Whether the token says that it is for somebody else.</summary>
    public static bool Contradicts(string accessToken, string? audience) =>
        audience is not null
        && Read(accessToken) is { } audiences
        && !audiences.Contains(audience, StringComparer.Ordinal);

    /// <summary>The API that the token is for; Auth0 names <c>/userinfo</c> behind it when <c>openid</c> was
    /// granted.</summary>
    public static string? First(string accessToken) => Read(accessToken)?.FirstOrDefault();

    private static List<string>? Read(string accessToken)
    {
        try
        {
            var token = new JsonWebToken(accessToken);
            return token.IsEncrypted ? null : [.. token.Audiences];
        }
        catch (Exception e) when (e is ArgumentException or FormatException or JsonException)
        {
            return null;
        }
    }
}

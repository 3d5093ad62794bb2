using System.Text.Json.Nodes;

namespace Auth0.AspNetCore.Mrrt.Testing.UserInfo;

/// <summary>What the OIDC scopes say about a user.</summary>
internal static class UserClaims
{
    public static JsonObject For(TenantUser user, IReadOnlyCollection<string> scopes)
    {
        var claims = new JsonObject();
        if (scopes.Contains("profile"))
        {
            claims["name"] = user.Name;
            claims["nickname"] = user.Email.Split('@')[0];
            claims["picture"] = "https://cdn.auth0.test/avatars/default.png";
            claims["updated_at"] = "2025-01-01T00:00:00.000Z";
        }

        if (scopes.Contains("email"))
        {
            claims["email"] = user.Email;
            claims["email_verified"] = user.EmailVerified;
        }

        return claims;
    }
}

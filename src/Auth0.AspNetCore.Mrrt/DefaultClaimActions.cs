using System.Security.Claims;
using Microsoft.AspNetCore.Authentication.OAuth.Claims;

namespace Auth0.AspNetCore.Mrrt;

/// <summary>The claims of an ID token that a user's principal gets by default.</summary>
internal static class DefaultClaimActions
{
    /// <summary>OpenID Connect Core 1.0, section 5.1, and what Auth0 adds about the user.</summary>
    public static readonly string[] UserClaims =
    [
        "sub", "name", "given_name", "family_name", "middle_name", "nickname", "preferred_username", "profile", "picture",
        "website", "email", "email_verified", "gender", "birthdate", "zoneinfo", "locale", "phone_number",
        "phone_number_verified", "address", "updated_at", "sid", "amr", "org_id", "org_name", "roles",
    ];

    public static void AddTo(ClaimActionCollection actions)
    {
        foreach (var name in UserClaims)
        {
            actions.Add(new DefaultClaimAction(name, name));
        }

        // The name under which the framework and its libraries look for the user.
        actions.Add(new DefaultClaimAction(ClaimTypes.NameIdentifier, "sub"));
    }
}

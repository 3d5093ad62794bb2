using System.Security.Claims;
using System.Text.Json;
using Auth0.AspNetCore.Mrrt.Jwt;
using Microsoft.AspNetCore.Authentication.OAuth.Claims;
using Microsoft.IdentityModel.Tokens;

namespace Auth0.AspNetCore.Mrrt.Session.Ticket;

/// <summary>The claims that a user's principal takes from an ID token: those that the application's claim actions
/// choose, at a login and after a refresh alike.</summary>
internal static class IdTokenClaims
{
    public static ClaimsIdentity Identity(
        ClaimActionCollection actions,
        string scheme,
        JsonElement claims,
        string issuer,
        TokenValidationParameters? names = null)
    {
        var identity = new ClaimsIdentity(scheme, names?.NameClaimType ?? "name", names?.RoleClaimType ?? "roles");
        // What the application maps itself takes the place of the default, or the claim would be there twice.
        HashSet<string> mapped =
            [.. actions.Where(action => action is not DefaultClaimAction).Select(action => action.ClaimType)];
        foreach (var action in actions.Where(action => action is not DefaultClaimAction || !mapped.Contains(action.ClaimType)))
        {
            JsonClaims.Run(action, claims, identity, issuer);
        }

        return identity;
    }

    /// <summary>The principal with the claims of a newer ID token, which has passed every check, in place of those of
    /// the older one. What the application added stays, and what it took away stays away.</summary>
    public static ClaimsPrincipal Renew(
        ClaimsPrincipal principal, ClaimActionCollection actions, string? olderToken, string? newerToken)
    {
        if (Of(actions, olderToken) is not { } older || Of(actions, newerToken) is not { } newer)
        {
            return principal;
        }

        var renewed = PrincipalCopy.Of(principal);
        foreach (var identity in renewed.Identities)
        {
            var replaced = identity.Claims.Where(claim => older.Exists(same => AreSame(same, claim))).ToArray();
            if (replaced is not [])
            {
                Array.ForEach(replaced, identity.RemoveClaim);
                identity.AddClaims(newer.Where(claim =>
                    Array.Exists(replaced, gone => gone.Type == claim.Type)
                    || !older.Exists(known => known.Type == claim.Type)));
            }
        }

        return renewed;
    }

    private static List<Claim>? Of(ClaimActionCollection actions, string? idToken)
    {
        if (ReadableJwt.Read(idToken) is not { } token || JwtJson.Payload(token) is not { } claims)
        {
            return null;
        }

        try
        {
            return [.. Identity(actions, scheme: "", claims, token.Issuer).Claims];
        }
        catch (InvalidOperationException)
        {
            return null; // a text in it is half a surrogate pair
        }
    }

    private static bool AreSame(Claim one, Claim other) =>
        one.Type == other.Type && one.Value == other.Value && one.Issuer == other.Issuer;
}

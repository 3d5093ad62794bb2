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
    /// <param name="principal">The principal with the older token's claims. It is not changed.</param>
    /// <param name="actions">The application's claim actions.</param>
    /// <param name="olderToken">The ID token that <paramref name="principal"/> has its claims from.</param>
    /// <param name="newerToken">The ID token that the claims are to come from.</param>
    /// <param name="failure">What a claim action threw; null when none did.</param>
    /// <returns><paramref name="principal"/> itself when a token cannot be read or an action threw.</returns>
    public static ClaimsPrincipal Renew(
        ClaimsPrincipal principal,
        ClaimActionCollection actions,
        string? olderToken,
        string? newerToken,
        out Exception? failure)
    {
        failure = null;
        try
        {
            return Of(actions, olderToken) is { } older && Of(actions, newerToken) is { } newer
                ? Renew(principal, older, newer)
                : principal;
        }
        catch (Exception e)
        {
            failure = e; // an action of the application may throw anything
            return principal;
        }
    }

    private static ClaimsPrincipal Renew(ClaimsPrincipal principal, List<Claim> older, List<Claim> newer)
    {
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

    private static List<Claim>? Of(ClaimActionCollection actions, string? idToken) =>
        ReadableJwt.Read(idToken) is { } token && JwtJson.Payload(token) is { } claims
            ? [.. Identity(actions, scheme: "", claims, token.Issuer).Claims]
            : null;

    private static bool AreSame(Claim one, Claim other) =>
        one.Type == other.Type && one.Value == other.Value && one.Issuer == other.Issuer;
}

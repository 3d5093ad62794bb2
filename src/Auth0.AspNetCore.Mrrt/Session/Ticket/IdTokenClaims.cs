using System.Security.Claims;
using System.Text.Json;
using Auth0.AspNetCore.Mrrt.Jwt;

namespace Auth0.AspNetCore.Mrrt.Session.Ticket;

/// <summary>The claims that a user's principal takes from an ID token: those that the application's claim actions
/// choose, at a login and after a refresh alike.</summary>
internal static class IdTokenClaims
{
    public static ClaimsIdentity Identity(Auth0WebAppOptions options, string scheme, JsonElement claims, string issuer)
    {
        var identity = new ClaimsIdentity(scheme, "name", "roles");
        foreach (var action in options.ClaimActions)
        {
            action.Run(claims, identity, issuer);
        }

        return identity;
    }

    /// <summary>The principal with the claims of a newer ID token, which has passed every check, in place of those of
    /// the older one. What the application added stays, and what it took away stays away.</summary>
    public static ClaimsPrincipal Renew(
        ClaimsPrincipal principal, Auth0WebAppOptions options, string? olderToken, string? newerToken)
    {
        if (Of(options, olderToken) is not { } older || Of(options, newerToken) is not { } newer)
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

    private static List<Claim>? Of(Auth0WebAppOptions options, string? idToken)
    {
        if (ReadableJwt.Read(idToken) is not { } token || JwtJson.Payload(token) is not { } claims)
        {
            return null;
        }

        try
        {
            return [.. Identity(options, scheme: "", claims, token.Issuer).Claims];
        }
        catch (InvalidOperationException)
        {
            return null; // a text in it is half a surrogate pair
        }
    }

    private static bool AreSame(Claim one, Claim other) =>
        one.Type == other.Type && one.Value == other.Value && one.Issuer == other.Issuer;
}

using System.Collections.Frozen;
using System.Security.Claims;
using Auth0.AspNetCore.Mrrt.TokenEndpoint;
using Microsoft.IdentityModel.JsonWebTokens;

namespace Auth0.AspNetCore.Mrrt.Session;

/// <summary>The claims that a user's principal takes from an ID token. They carry the tenant as their issuer, which
/// tells them from what the application adds.</summary>
internal static class IdTokenClaims
{
    /// <summary>Claims that serve the protocol and say nothing about the user.</summary>
    private static readonly FrozenSet<string> Protocol = FrozenSet.Create(
        StringComparer.Ordinal,
        "iss", "aud", "azp", "exp", "iat", "nbf", "jti", "nonce", "at_hash", "c_hash", "s_hash", "acr");

    public static IEnumerable<Claim> Of(JsonWebToken idToken) => idToken.Claims
        .Where(claim => !Protocol.Contains(claim.Type) && claim.Type != ClaimTypes.NameIdentifier)
        // The name under which the framework and its libraries look for the user.
        .Append(new Claim(ClaimTypes.NameIdentifier, idToken.Subject, ClaimValueTypes.String, idToken.Issuer));

    /// <summary>The principal with the claims of a newer ID token, which has passed every check, in place of those of
    /// the older one. What the application added stays.</summary>
    public static ClaimsPrincipal Renew(ClaimsPrincipal principal, string? idToken)
    {
        if (ReadableJwt.Read(idToken) is not { } token)
        {
            return principal;
        }

        var renewed = PrincipalCopy.Of(principal);
        foreach (var identity in renewed.Identities)
        {
            var replaced = identity.Claims.Where(claim => claim.Issuer == token.Issuer).ToArray();
            if (replaced is not [])
            {
                Array.ForEach(replaced, identity.RemoveClaim);
                identity.AddClaims(Of(token));
            }
        }

        return renewed;
    }
}

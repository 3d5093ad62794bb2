using System.Collections.Frozen;
using System.Security.Claims;
using Auth0.AspNetCore.Mrrt.Session;
using Auth0.AspNetCore.Mrrt.TokenEndpoint;
using Microsoft.AspNetCore.Authentication;
using Microsoft.IdentityModel.JsonWebTokens;

namespace Auth0.AspNetCore.Mrrt.Login;

/// <summary>Makes the ticket of a login that passed every check.</summary>
internal static class LoginTicket
{
    /// <summary>Claims that served the checks and say nothing about the user.</summary>
    private static readonly FrozenSet<string> ProtocolClaims = FrozenSet.Create(
        StringComparer.Ordinal,
        "iss", "aud", "azp", "exp", "iat", "nbf", "jti", "nonce", "at_hash", "c_hash", "s_hash", "acr");

    public static AuthenticationTicket Create(
        string scheme, AuthenticationProperties properties, JsonWebToken idToken, TokenResponse response)
    {
        var audience = Item(properties, LoginItems.Audience);
        var requestedScope = Item(properties, LoginItems.Scope);
        LoginItems.Clear(properties.Items);
        TicketTokens.Write(
            new SessionTokens
            {
                SessionId = SessionIdentity.Create(),
                Generation = 0,
                Scheme = scheme,
                Primary = new AccessTokenSet
                {
                    AccessToken = response.AccessToken,
                    TokenType = response.TokenType,
                    ExpiresAt = response.ExpiresAt,
                    Audience = audience,
                    // No scope in the answer means as asked (RFC 6749, section 5.1).
                    Scope = response.Scope ?? requestedScope,
                    RequestedScope = requestedScope,
                },
                RefreshToken = response.RefreshToken,
                IdToken = response.IdToken,
            },
            properties.Items);
        return new AuthenticationTicket(Principal(scheme, idToken), properties, scheme);
    }

    private static ClaimsPrincipal Principal(string scheme, JsonWebToken idToken)
    {
        var identity = new ClaimsIdentity(
            idToken.Claims.Where(claim => !ProtocolClaims.Contains(claim.Type)), scheme, "name", "roles");
        // The name under which the framework and its libraries look for the user.
        identity.AddClaim(new Claim(ClaimTypes.NameIdentifier, idToken.Subject, ClaimValueTypes.String, idToken.Issuer));
        return new ClaimsPrincipal(identity);
    }

    private static string? Item(AuthenticationProperties properties, string name) =>
        properties.Items.TryGetValue(name, out var value) && !string.IsNullOrEmpty(value) ? value : null;
}

using System.Text.Json;
using Auth0.AspNetCore.Mrrt.Jwt;
using Auth0.AspNetCore.Mrrt.Session.Model;
using Auth0.AspNetCore.Mrrt.Session.Ticket;
using Auth0.AspNetCore.Mrrt.TokenEndpoint;
using Microsoft.AspNetCore.Authentication;

namespace Auth0.AspNetCore.Mrrt.Login.Callback;

/// <summary>Writes the session of a login that passed every check into the login's own properties.</summary>
internal static class LoginTicket
{
    public static void Write(
        string scheme,
        string sessionId,
        AuthenticationProperties properties,
        TokenResponse response,
        JsonElement claims,
        DateTimeOffset now)
    {
        var audience = LoginItems.Read(properties.Items, LoginItems.Audience);
        if (AccessTokenClaims.ContradictsAudience(response.AccessToken, audience))
        {
            // A token is stored under the audience that it is for (G7), whatever the login asked for.
            audience = AccessTokenClaims.Audience(response.AccessToken);
        }

        var requestedScope = LoginItems.Read(properties.Items, LoginItems.Scope);
        LoginItems.Clear(properties.Items);
        SessionCeiling.Write(properties, JwtJson.Seconds(claims, LoginRequirements.SessionExpiryClaim));
        TicketTokens.Write(
            new SessionTokens
            {
                SessionId = sessionId,
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
                    ObtainedAt = now,
                },
                RefreshToken = response.RefreshToken,
                IdToken = response.IdToken,
            },
            properties.Items);
    }
}

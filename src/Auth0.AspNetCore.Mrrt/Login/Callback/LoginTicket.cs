using System.Text.Json;
using Auth0.AspNetCore.Mrrt.Jwt;
using Auth0.AspNetCore.Mrrt.Session.Model;
using Auth0.AspNetCore.Mrrt.Session.Ticket;
using Auth0.AspNetCore.Mrrt.TokenEndpoint;
using Microsoft.AspNetCore.Authentication;

namespace Auth0.AspNetCore.Mrrt.Login.Callback;

/// <summary>The session of a login that passed every check, as its ticket keeps it.</summary>
internal static class LoginTicket
{
    /// <summary>Gives the properties of the ticket. Those of the login stay what they are.</summary>
    public static AuthenticationProperties Of(
        string scheme,
        string sessionId,
        AuthenticationProperties login,
        TokenResponse response,
        JsonElement claims,
        string client,
        DateTimeOffset now)
    {
        var items = new SessionItems(login.Items);
        LoginItems.Clear(items);
        items.Renew(new SessionTokens
        {
            SessionId = sessionId,
            Generation = 0,
            Scheme = scheme,
            Primary = Token(login, response, now),
            RefreshToken = response.RefreshToken,
            IdToken = response.IdToken,
        });
        items.Remove(TicketItems.TicketSections); // of the session that the login began with
        items[TicketItems.Client] = client;
        var ticket = new AuthenticationProperties(items, login.Parameters);
        NamedByLogin.Prove(ticket, sessionId);
        SessionCeiling.Write(ticket, JwtJson.Seconds(claims, LoginRequirements.SessionExpiryClaim));
        return ticket;
    }

    /// <summary>Returns the login's access token. Null when it is for another API than the login asked for, and does not tell
    /// clearly for which: no call may get it then.</summary>
    private static AccessTokenSet? Token(AuthenticationProperties login, TokenResponse response, DateTimeOffset now)
    {
        var audience = LoginItems.Read(login.Items, LoginItems.Audience);
        if (AccessTokenClaims.ContradictsAudience(response.AccessToken, audience))
        {
            // A token is stored under the audience that it is for (G7), whatever the login asked for.
            audience = AccessTokenClaims.Audience(response.AccessToken);
            if (string.IsNullOrEmpty(audience))
            {
                return null;
            }
        }

        var requestedScope = LoginItems.Read(login.Items, LoginItems.Scope);
        return new AccessTokenSet
        {
            AccessToken = response.AccessToken,
            TokenType = response.TokenType,
            ExpiresAt = response.ExpiresAt,
            Audience = audience,
            // No scope in the answer means as asked (RFC 6749, section 5.1).
            Scope = response.Scope ?? requestedScope,
            RequestedScope = requestedScope,
            ObtainedAt = now,
        };
    }
}

using System.Security.Claims;
using Auth0.AspNetCore.Mrrt.Session.Model;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Auth0.AspNetCore.Mrrt.Session.Ticket;

/// <summary>The principal that goes back into a ticket: as it was stored, or with the claims of a newer ID token where
/// the application asked for that.</summary>
internal sealed class StoredPrincipal(
    IUserClaims claims,
    IOptionsMonitor<Auth0WebAppWithAccessTokenOptions> accessTokens,
    ILogger<StoredPrincipal> logger)
{
    public ClaimsPrincipal Of(AuthenticationTicket ticket, SessionTokens tokens)
    {
        ticket.Properties.Items.TryGetValue(TicketItems.IdToken, out var idToken);
        if (tokens.IdToken == idToken || tokens.Scheme is not { } login
            || !accessTokens.Get(login).RebuildPrincipalOnRefresh)
        {
            return ticket.Principal;
        }

        var renewed = IdTokenClaims.Renew(
            ticket.Principal, claims.ActionsOf(login), idToken, tokens.IdToken, out var failure);
        if (failure is not null)
        {
            // The actions worked when the exchange tried them. The session is readable all the same.
            logger.ClaimsNotRenewed(login, failure.GetType().Name);
        }

        return renewed;
    }
}

using System.Security.Claims;
using Auth0.AspNetCore.Mrrt.Session.Model;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.OAuth.Claims;
using Microsoft.Extensions.Logging;

namespace Auth0.AspNetCore.Mrrt.Session.Ticket;

/// <summary>How a login scheme's principals follow a refreshed ID token. Reads no options: an exchange runs apart from any
/// request.</summary>
/// <param name="actions">Make the user's claims of an ID token. Null when the claims stay as the login left them.</param>
/// <param name="logger">Logs a claim action that throws.</param>
internal sealed class PrincipalRules(ClaimActionCollection? actions, ILogger logger)
{
    /// <summary>Makes the principal of a ticket that is to hold these tokens.</summary>
    public ClaimsPrincipal Of(AuthenticationTicket ticket, SessionTokens tokens)
    {
        if (actions is null || !StoredPrincipal.HasNewIdToken(ticket, tokens))
        {
            return ticket.Principal;
        }

        var renewed = IdTokenClaims.Renew(
            ticket.Principal, actions, StoredPrincipal.Former(ticket), tokens.IdToken, out var failure);
        if (failure is not null)
        {
            // The actions worked when the exchange tried them. The session is readable all the same.
            logger.ClaimsNotRenewed(tokens.Scheme ?? "", failure.GetType().Name);
        }

        return renewed;
    }
}

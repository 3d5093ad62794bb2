using System.Security.Claims;
using Auth0.AspNetCore.Mrrt.Session.Model;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;

namespace Auth0.AspNetCore.Mrrt.Session.Ticket;

/// <summary>The principal that goes back into a ticket: as it was stored, or with the claims of a newer ID token where
/// the application asked for that.</summary>
internal sealed class StoredPrincipal(
    IUserClaims claims, IOptionsMonitor<Auth0WebAppWithAccessTokenOptions> accessTokens)
{
    public ClaimsPrincipal Of(AuthenticationTicket ticket, SessionTokens tokens)
    {
        ticket.Properties.Items.TryGetValue(TicketItems.IdToken, out var idToken);
        return tokens.IdToken != idToken && tokens.Scheme is { } login && accessTokens.Get(login).RebuildPrincipalOnRefresh
            ? IdTokenClaims.Renew(ticket.Principal, claims.ActionsOf(login), idToken, tokens.IdToken)
            : ticket.Principal;
    }
}

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
    /// <summary>Makes the principal within a request: options may follow the request.</summary>
    public ClaimsPrincipal Of(AuthenticationTicket ticket, SessionTokens tokens) =>
        HasNewIdToken(ticket, tokens) ? RulesOf(tokens.Scheme).Of(ticket, tokens) : ticket.Principal;

    /// <summary>Reads the options of a login scheme now. The result makes principals where no request is.</summary>
    /// <param name="login">The login scheme. Null when the session does not tell it.</param>
    public PrincipalRules RulesOf(string? login) =>
        new(login is not null && accessTokens.Get(login).RebuildPrincipalOnRefresh ? claims.ActionsOf(login) : null, logger);

    /// <summary>True when the tokens hold another ID token than the ticket.</summary>
    public static bool HasNewIdToken(AuthenticationTicket ticket, SessionTokens tokens) =>
        ticket.Properties.Items is SessionItems { Tokens: { } own }
            ? !own.PackedIdToken.Is(tokens.PackedIdToken)
            : Former(ticket) != tokens.IdToken;

    /// <summary>The ID token that the ticket holds. Null when there is none.</summary>
    public static string? Former(AuthenticationTicket ticket) =>
        ticket.Properties.Items.TryGetValue(TicketItems.IdToken, out var former) ? former : null;
}

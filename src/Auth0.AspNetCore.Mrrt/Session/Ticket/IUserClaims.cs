using Microsoft.AspNetCore.Authentication.OAuth.Claims;

namespace Auth0.AspNetCore.Mrrt.Session.Ticket;

/// <summary>Gives the claim actions of an authentication scheme: they choose a user's claims at a login and after a
/// refresh.</summary>
internal interface IUserClaims
{
    ClaimActionCollection ActionsOf(string scheme);
}

using Auth0.AspNetCore.Mrrt.Session.Ticket;
using Microsoft.AspNetCore.Authentication.OAuth.Claims;

namespace Auth0.AspNetCore.Mrrt.Tests.Support;

/// <summary>Claims that no test of tickets changes.</summary>
internal sealed class NoClaims : IUserClaims
{
    public ClaimActionCollection ActionsOf(string scheme) => [];
}

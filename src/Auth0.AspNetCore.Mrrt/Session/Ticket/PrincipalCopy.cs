using System.Security.Claims;

namespace Auth0.AspNetCore.Mrrt.Session.Ticket;

/// <summary>A principal that nobody else changes. <see cref="ClaimsPrincipal.Clone"/> shares the identities: a claim that
/// is added to one of them, by a claims transformation for example, shows in both.</summary>
internal static class PrincipalCopy
{
    public static ClaimsPrincipal Of(ClaimsPrincipal principal) =>
        new(principal.Identities.Select(identity => identity.Clone()));
}

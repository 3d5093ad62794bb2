using System.Security.Claims;
using Auth0.AspNetCore.Mrrt.Grants;
using Auth0.AspNetCore.Mrrt.Jwt;
using Auth0.AspNetCore.Mrrt.Session.Ticket;
using Auth0.AspNetCore.Mrrt.Tenant;
using Microsoft.AspNetCore.Authentication.OAuth.Claims;
using Microsoft.Extensions.Logging;

namespace Auth0.AspNetCore.Mrrt.Tokens;

/// <summary>Decides whether a session takes over the ID token of an answer.</summary>
internal sealed class RefreshedIdToken(IdTokenVerifier verifier, ILogger logger)
{
    /// <summary>Claims are taken from an ID token only after every check; without that it is just kept for the
    /// sign-out's hint (OpenID Connect Core 1.0, section 3.1.3.7, item 6: it came from the tenant itself).</summary>
    /// <param name="tenant">The tenant that answered.</param>
    /// <param name="idToken">The ID token of the answer. Null when it has none.</param>
    /// <param name="before">The ID token of the session.</param>
    /// <param name="actions">Make the user's claims. Null when the claims stay as the login left them.</param>
    /// <param name="limit">Ends the checks.</param>
    /// <returns>The ID token to keep. Null when the session keeps the one that it has.</returns>
    public async Task<string?> AcceptAsync(
        TenantSettings tenant, string? idToken, string? before, ClaimActionCollection? actions, CancellationToken limit)
    {
        if (actions is null || idToken is null)
        {
            return idToken;
        }

        var check = await verifier.CheckRefreshedAsync(tenant.IdTokens, idToken, limit).ConfigureAwait(false)
            ?? (IdTokenContinuity.SameOrganization(before, idToken) ? null : "organization");
        if (check is not null)
        {
            logger.RefreshedIdTokenRefused(tenant.Scheme, check);
            return null; // the old one and its claims stay
        }

        // Tried here, once for each exchange: the session is read and written many times afterwards.
        _ = IdTokenClaims.Renew(new ClaimsPrincipal(), actions, before, idToken, out var failure);
        if (failure is null)
        {
            return idToken;
        }

        logger.ClaimActionFailed(tenant.Scheme, failure.GetType().Name);
        return null;
    }
}

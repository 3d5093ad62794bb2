using Auth0.AspNetCore.Mrrt.Testing.Grants;
using Auth0.AspNetCore.Mrrt.Testing.Http;
using Auth0.AspNetCore.Mrrt.Testing.Token;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Auth0.AspNetCore.Mrrt.Testing.Revocation;

/// <summary><c>/oauth/revoke</c> (RFC 7009) for refresh tokens. Access tokens stay valid until they expire.</summary>
internal sealed class RevocationEndpoint(
    Lock tenantLock,
    ClientAuthentication clients,
    RefreshTokens refreshTokens,
    TenantBehavior behavior,
    TenantCounters counters,
    ILogger logger)
{
    public async Task HandleAsync(HttpContext http)
    {
        var parameters = await RequestParameters.FromBodyAsync(http.Request).ConfigureAwait(false);
        if (Revoke(parameters, http.Request.Headers.Authorization) is { } error)
        {
            await error.WriteAsync(http.Response).ConfigureAwait(false);
        }
    }

    private OAuthError? Revoke(RequestParameters parameters, string? authorization)
    {
        if (parameters.Problem is { } problem)
        {
            return OAuthError.InvalidRequest(problem);
        }

        if (clients.Authenticate(parameters, authorization) is not { } client)
        {
            return clients.Refusal;
        }

        if (parameters["token"] is not { } value)
        {
            return OAuthError.Missing("token");
        }

        lock (tenantLock)
        {
            // An unknown token is as good as a revoked one (RFC 7009, 2.2).
            return refreshTokens.Find(value) is { } token ? Revoke(token, client) : null;
        }
    }

    private OAuthError? Revoke(RefreshToken token, TenantClient client)
    {
        if (token.Family.Grant.Client != client)
        {
            return OAuthError.InvalidRequest("The token was not issued to this client");
        }

        // What rotation has voided stays voided, so that presenting it is still recognized as reuse.
        if (refreshTokens.Check(token) == RefreshTokenState.Usable)
        {
            refreshTokens.Revoke(token);
            counters.Add(TenantCounters.Count.Revocations);
            logger.Revoked(token.Family.Id, token.Generation);
        }

        if (behavior.RevocationDeletesGrant)
        {
            refreshTokens.RevokeAll(other => RefreshTokens.IsSameGrant(other, token));
        }

        return null;
    }
}

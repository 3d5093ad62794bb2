using Auth0.AspNetCore.Mrrt.Diagnostics;
using Auth0.AspNetCore.Mrrt.Tenant;
using Microsoft.Extensions.Logging;

namespace Auth0.AspNetCore.Mrrt.TokenEndpoint;

/// <summary>
/// Speaks to the tenant's token endpoint, for every grant alike. A grant is presented once: a repeated refresh would present a
/// refresh token that the tenant may have rotated already. Only a refusal of the client's credential is answered with the next
/// credential.
/// </summary>
internal sealed class TokenClient(
    BackchannelClient backchannel,
    ClientCredentials credentials,
    CredentialOrder order,
    TokenResponseReader reader,
    CallPauses pauses,
    TimeProvider time,
    ILogger<TokenClient> logger)
{
    /// <summary>Obtains an access token for <paramref name="audience"/> (RFC 6749, section 6).</summary>
    /// <remarks>After 429 the tenant is left alone for the time that it names. It is asked for nothing meanwhile, and the result says
    /// when to come back.</remarks>
    /// <param name="tenant">The tenant and client.</param>
    /// <param name="refreshToken">The refresh token.</param>
    /// <param name="audience">The API; null for the login's.</param>
    /// <param name="scope">The scopes; null for those of the login.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <param name="mayBeSent">See <see cref="GrantRequest.MayBeSent"/>.</param>
    public async Task<TokenRefreshResult> RefreshAsync(
        TenantSettings tenant,
        string refreshToken,
        string? audience,
        string? scope,
        CancellationToken cancellationToken,
        Func<bool>? mayBeSent = null)
    {
        if (pauses.Left(tenant, PausedCall.Refresh) is { } left)
        {
            return TokenRefreshResult.Of(GrantAnswer.Paused(left));
        }

        var answer = await SendAsync(
            tenant,
            new GrantRequest(
                "refresh_token",
                [new("refresh_token", refreshToken), new("audience", audience ?? ""), new("scope", scope ?? "")])
            {
                MayBeSent = mayBeSent,
            },
            cancellationToken).ConfigureAwait(false);
        if (answer.StatusCode == 429 || (answer.StatusCode == 503 && answer.RetryAfter is not null))
        {
            pauses.Begin(tenant, PausedCall.Refresh, answer.RetryAfter ?? CallPauses.Usual);
        }

        return TokenRefreshResult.Of(answer);
    }

    /// <summary>Redeems the code that a login came back with (RFC 6749, section 4.1.3; RFC 7636, section 4.5).</summary>
    public Task<GrantAnswer> RedeemCodeAsync(
        TenantSettings tenant, IEnumerable<KeyValuePair<string, string>> request, CancellationToken cancellationToken) =>
        SendAsync(tenant, new GrantRequest("authorization_code", request), cancellationToken);

    /// <summary>Sends any grant, once for each of the client's credentials at most.</summary>
    /// <param name="tenant">The tenant and client.</param>
    /// <param name="grant">The grant.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>The classified answer. A call that was not answered is a failure, too.</returns>
    public async Task<GrantAnswer> SendAsync(
        TenantSettings tenant, GrantRequest grant, CancellationToken cancellationToken)
    {
        try
        {
            var configuration = await tenant.ConfigurationManager.GetConfigurationAsync(cancellationToken)
                .ConfigureAwait(false);
            var endpoint = TenantEndpoints.Token(tenant, configuration);
            var answer = await order.SendAsync(
                tenant,
                (credential, channel) => SendAsync(tenant, credential, channel, endpoint, grant, cancellationToken),
                answer => answer.ErrorClass).ConfigureAwait(false);
            if (!answer.Succeeded)
            {
                logger.TokenEndpointRefused(tenant.Scheme, grant.GrantType, answer.StatusCode, Printable.Code(answer.Error));
            }

            return answer;
        }
        catch (Exception e)
        {
            // Whatever the network, a time limit, discovery or the application's own handlers throw: there is no answer.
            logger.TokenEndpointUnanswered(tenant.Scheme, grant.GrantType, e.GetType().Name);
            return GrantAnswer.Unanswered(e, "The token endpoint could not be reached or did not answer in time.");
        }
    }

    /// <summary>Ends a refresh token (RFC 7009). A failure is logged; there is nothing else to be done about it.</summary>
    public async Task RevokeAsync(TenantSettings tenant, string refreshToken, CancellationToken cancellationToken)
    {
        try
        {
            var configuration = await tenant.ConfigurationManager.GetConfigurationAsync(cancellationToken)
                .ConfigureAwait(false);
            var endpoint = TenantEndpoints.Revocation(tenant, configuration);
            var answer = await order.SendAsync(
                tenant,
                async (credential, channel) =>
                {
                    using var request = Request(tenant, credential, endpoint, [new("token", refreshToken)]);
                    using var response = await backchannel.SendAsync(channel, request, cancellationToken).ConfigureAwait(false);
                    return await EndpointAnswer.ReadAsync(response, time.GetUtcNow()).ConfigureAwait(false);
                },
                answer => answer.ErrorClass).ConfigureAwait(false);
            if (!answer.IsSuccess)
            {
                logger.RevocationRefused(tenant.Scheme, answer.Status);
            }
        }
        catch (Exception e)
        {
            logger.RevocationFailed(tenant.Scheme, e.GetType().Name);
        }
    }

    private async Task<GrantAnswer> SendAsync(
        TenantSettings tenant,
        ClientCredential credential,
        TenantChannel channel,
        Uri endpoint,
        GrantRequest grant,
        CancellationToken cancellationToken)
    {
        using var request = Request(
            tenant, credential, endpoint, [new("grant_type", grant.GrantType), .. grant.Parameters], grant.MayBeSent);
        var sentAt = time.GetUtcNow();
        var (response, isWhole) = await backchannel.SendAndKeepAsync(channel, request, cancellationToken).ConfigureAwait(false);
        using var _ = response;
        // In memory already, and more than a caller's patience: what the answer holds exists nowhere else.
        return await reader.ReadAsync(response, sentAt, isWhole, CancellationToken.None).ConfigureAwait(false);
    }

    private HttpRequestMessage Request(
        TenantSettings tenant,
        ClientCredential credential,
        Uri endpoint,
        List<KeyValuePair<string, string>> form,
        Func<bool>? mayBeSent = null)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, endpoint);
        request.Headers.Accept.ParseAdd("application/json");
        credentials.Apply(tenant, credential, request.Headers, form);
        request.Content = mayBeSent is null ? new FormUrlEncodedContent(form) : new GuardedForm(form, mayBeSent);
        return request;
    }
}

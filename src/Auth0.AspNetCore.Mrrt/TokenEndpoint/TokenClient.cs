using Auth0.AspNetCore.Mrrt.Diagnostics;
using Auth0.AspNetCore.Mrrt.Tenant;
using Microsoft.Extensions.Logging;

namespace Auth0.AspNetCore.Mrrt.TokenEndpoint;

/// <summary>
/// Speaks to the tenant's token endpoint, for logins and refreshes alike. Each call is made once: a repeated refresh
/// would present a refresh token that the tenant may have spent already.
/// </summary>
internal sealed class TokenClient(
    BackchannelClient backchannel,
    ClientCredentials credentials,
    TokenResponseReader reader,
    TimeProvider time,
    ILogger<TokenClient> logger)
{
    /// <summary>Buys an access token for <paramref name="audience"/> (RFC 6749, section 6).</summary>
    public Task<TokenRefreshResult> RefreshAsync(
        TenantSettings tenant, string refreshToken, string? audience, string? scope, CancellationToken cancellationToken)
    {
        List<KeyValuePair<string, string>> form =
        [
            new("grant_type", "refresh_token"),
            new("refresh_token", refreshToken),
        ];
        Add(form, "audience", audience);
        Add(form, "scope", scope);
        return SendAsync(tenant, form, cancellationToken);
    }

    /// <summary>Redeems the code that a login came back with (RFC 6749, section 4.1.3; RFC 7636, section 4.5).</summary>
    public Task<TokenRefreshResult> RedeemCodeAsync(
        TenantSettings tenant, IEnumerable<KeyValuePair<string, string>> request, CancellationToken cancellationToken) =>
        SendAsync(
            tenant,
            [
                new("grant_type", "authorization_code"),
                .. request.Where(parameter => parameter.Key != "grant_type" && !ClientCredentials.Owns(parameter.Key)),
            ],
            cancellationToken);

    /// <summary>Ends a refresh token (RFC 7009). A failure is logged; there is nothing else to be done about it.</summary>
    public async Task RevokeAsync(TenantSettings tenant, string refreshToken, CancellationToken cancellationToken)
    {
        try
        {
            var configuration = await tenant.ConfigurationManager.GetConfigurationAsync(cancellationToken)
                .ConfigureAwait(false);
            List<KeyValuePair<string, string>> form = [new("token", refreshToken)];
            using var request = Request(tenant, TenantEndpoints.Revocation(tenant, configuration), form);
            using var response = await backchannel.SendAsync(tenant.Channel, request, cancellationToken)
                .ConfigureAwait(false);
            if (!response.IsSuccessStatusCode)
            {
                logger.RevocationRefused(tenant.Scheme, (int)response.StatusCode);
            }
        }
        catch (Exception e)
        {
            logger.RevocationFailed(tenant.Scheme, e.GetType().Name);
        }
    }

    private async Task<TokenRefreshResult> SendAsync(
        TenantSettings tenant, List<KeyValuePair<string, string>> form, CancellationToken cancellationToken)
    {
        try
        {
            var configuration = await tenant.ConfigurationManager.GetConfigurationAsync(cancellationToken)
                .ConfigureAwait(false);
            using var request = Request(tenant, TenantEndpoints.Token(tenant, configuration), form);
            var sentAt = time.GetUtcNow();
            using var response = await backchannel.SendAsync(tenant.Channel, request, cancellationToken)
                .ConfigureAwait(false);
            var result = await reader.ReadAsync(response, sentAt, cancellationToken).ConfigureAwait(false);
            if (!result.Succeeded)
            {
                logger.TokenEndpointRefused(tenant.Scheme, form[0].Value, result.StatusCode, Printable.Code(result.Error));
            }

            return result;
        }
        catch (Exception e)
        {
            // Whatever the network, a time limit, discovery or the application's own handlers throw: there is no answer.
            logger.TokenEndpointUnanswered(tenant.Scheme, form[0].Value, e.GetType().Name);
            return TokenRefreshResult.Unanswered(e, "The token endpoint could not be reached or did not answer in time.");
        }
    }

    private HttpRequestMessage Request(
        TenantSettings tenant, Uri endpoint, List<KeyValuePair<string, string>> form)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, endpoint);
        request.Headers.Accept.ParseAdd("application/json");
        credentials.Apply(tenant, request.Headers, form);
        request.Content = new FormUrlEncodedContent(form);
        return request;
    }

    private static void Add(List<KeyValuePair<string, string>> form, string name, string? value)
    {
        if (!string.IsNullOrEmpty(value))
        {
            form.Add(new(name, value));
        }
    }
}

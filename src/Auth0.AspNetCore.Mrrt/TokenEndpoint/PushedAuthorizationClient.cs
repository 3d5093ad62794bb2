using Auth0.AspNetCore.Mrrt.Diagnostics;
using Auth0.AspNetCore.Mrrt.Jwt;
using Auth0.AspNetCore.Mrrt.Tenant;
using Microsoft.Extensions.Logging;

namespace Auth0.AspNetCore.Mrrt.TokenEndpoint;

/// <summary>Hands an authorization request to the tenant, and gets a name for it (RFC 9126, section 2).</summary>
internal sealed class PushedAuthorizationClient(
    BackchannelClient backchannel,
    ClientCredentials credentials,
    CredentialOrder order,
    CallPauses pauses,
    TimeProvider time,
    ILogger<PushedAuthorizationClient> logger)
{
    /// <summary>Gives the request's name, or throws: a request that was to be pushed does not go another way.</summary>
    /// <exception cref="TenantBusyException">The tenant has had enough, or does not answer.</exception>
    /// <exception cref="PushRefusedException">The tenant does not take this request.</exception>
    public async Task<string> PushAsync(
        TenantSettings tenant,
        Uri endpoint,
        IEnumerable<KeyValuePair<string, string>> parameters,
        CancellationToken cancellationToken)
    {
        if (pauses.Left(tenant, PausedCall.Push) is { } left)
        {
            throw new TenantBusyException(left);
        }

        List<KeyValuePair<string, string>> request =
            [.. parameters.Where(parameter => !ClientCredentials.Owns(parameter.Key))];
        var answer = await order.SendAsync(
            tenant,
            (credential, channel) => SendAsync(tenant, credential, channel, endpoint, request, cancellationToken),
            answer => answer.ErrorClass).ConfigureAwait(false);
        if (answer.IsSuccess && JwtJson.Text(answer.Body, "request_uri") is { Length: > 0 } name)
        {
            return name;
        }

        logger.PushRefused(tenant.Scheme, answer.Status, Printable.Code(answer.Error));
        throw answer.Status switch
        {
            429 => new TenantBusyException(
                pauses.Begin(tenant, PausedCall.Push, answer.RetryAfter ?? CallPauses.Usual)),
            502 or 503 or 504 => new TenantBusyException(
                pauses.Begin(tenant, PausedCall.Push, answer.RetryAfter ?? CallPauses.Short)),
            >= 500 => new TenantBusyException(CallPauses.Short), // this request's own fault, for all that anybody knows
            _ => new PushRefusedException(
                Printable.Code(answer.Error), Printable.Text(answer.ErrorDescription, TokenResponseReader.LongestDescription)),
        };
    }

    private async Task<EndpointAnswer> SendAsync(
        TenantSettings tenant,
        ClientCredential credential,
        TenantChannel channel,
        Uri endpoint,
        IEnumerable<KeyValuePair<string, string>> parameters,
        CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, endpoint);
        request.Headers.Accept.ParseAdd("application/json");
        List<KeyValuePair<string, string>> form = [.. parameters];
        credentials.Apply(tenant, credential, request.Headers, form);
        if (!form.Exists(parameter => parameter.Key == "client_id"))
        {
            form.Add(new("client_id", tenant.ClientId)); // a parameter of the authorization request as well
        }

        request.Content = new FormUrlEncodedContent(form);
        using var response = await SendAsync(tenant, channel, request, cancellationToken).ConfigureAwait(false);
        return await EndpointAnswer.ReadAsync(response, time.GetUtcNow()).ConfigureAwait(false);
    }

    private async Task<HttpResponseMessage> SendAsync(
        TenantSettings tenant, TenantChannel channel, HttpRequestMessage request, CancellationToken cancellationToken)
    {
        try
        {
            return await backchannel.SendAsync(channel, request, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            logger.PushUnanswered(tenant.Scheme, e.GetType().Name);
            throw new TenantBusyException(pauses.Begin(tenant, PausedCall.Push, CallPauses.Short));
        }
    }
}

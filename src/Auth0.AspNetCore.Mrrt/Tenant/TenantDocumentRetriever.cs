using System.Text;
using Auth0.AspNetCore.Mrrt.Jwt;
using Microsoft.IdentityModel.Protocols;

namespace Auth0.AspNetCore.Mrrt.Tenant;

/// <summary>Fetches the tenant's discovery document and keys through the same client as everything else.</summary>
internal sealed class TenantDocumentRetriever(BackchannelClient backchannel, TenantChannel channel, Uri tenant)
    : IDocumentRetriever
{
    public async Task<string> GetDocumentAsync(string address, CancellationToken cancel)
    {
        var uri = new Uri(address);
        if (uri.Scheme != Uri.UriSchemeHttps && !(uri.IsLoopback && tenant.IsLoopback))
        {
            throw new InvalidOperationException($"The tenant's document at {address} is not on https.");
        }

        using var request = new HttpRequestMessage(HttpMethod.Get, uri);
        using var response = await backchannel.SendAsync(channel, request, cancel).ConfigureAwait(false);
        if (!response.IsSuccessStatusCode)
        {
            throw new HttpRequestException(
                $"The tenant's document at {address} answered {(int)response.StatusCode}.", null, response.StatusCode);
        }

        var body = await response.Content.ReadAsByteArrayAsync(cancel).ConfigureAwait(false);
        return StrictJson.Object(body) is not null
            ? Encoding.UTF8.GetString(body)
            : throw new InvalidOperationException( // none of whose words are ours to repeat
                $"The tenant's document at {address} could not be read: it is no clean JSON object, or has a member twice.");
    }
}

using System.Text.Json;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Logging;

namespace Auth0.AspNetCore.Mrrt.TokenEndpoint;

/// <summary>Hands an authorization request to the tenant, and gets a name for it (RFC 9126, section 2).</summary>
internal sealed class PushedAuthorizationClient(
    BackchannelClient backchannel, ClientCredentials credentials, ILogger<PushedAuthorizationClient> logger)
{
    private static readonly JsonDocumentOptions Strict = new() { MaxDepth = 16, AllowDuplicateProperties = false };

    /// <summary>Gives the request's name, or throws: a request that was to be pushed does not go another way.</summary>
    public async Task<string> PushAsync(
        string scheme,
        Auth0WebAppOptions options,
        Uri endpoint,
        IEnumerable<KeyValuePair<string, string>> parameters,
        CancellationToken cancellationToken)
    {
        List<KeyValuePair<string, string>> form =
            [.. parameters.Where(parameter => !ClientCredentials.Owns(parameter.Key))];
        using var request = new HttpRequestMessage(HttpMethod.Post, endpoint);
        request.Headers.Accept.ParseAdd("application/json");
        credentials.Apply(options, request.Headers, form);
        if (!form.Exists(parameter => parameter.Key == "client_id"))
        {
            form.Add(new("client_id", options.ClientId)); // a parameter of the authorization request as well
        }

        request.Content = new FormUrlEncodedContent(form);
        using var response = await backchannel.SendAsync(options, request, cancellationToken).ConfigureAwait(false);
        var body = await response.Content.ReadAsByteArrayAsync(cancellationToken).ConfigureAwait(false);
        using var document = Parse(body);
        if (response.IsSuccessStatusCode && Text(document, "request_uri") is { Length: > 0 } name)
        {
            return name;
        }

        logger.PushRefused(scheme, (int)response.StatusCode, ErrorCode.Printable(Text(document, "error")));
        throw new AuthenticationFailureException("The tenant did not take the pushed authorization request.");
    }

    private static string? Text(JsonDocument? document, string name) =>
        document is null ? null : JwtJson.Text(document.RootElement, name);

    private static JsonDocument? Parse(byte[] body)
    {
        try
        {
            return JsonDocument.Parse(body, Strict);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return null;
        }
    }
}

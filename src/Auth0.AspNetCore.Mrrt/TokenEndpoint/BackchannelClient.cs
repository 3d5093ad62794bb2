namespace Auth0.AspNetCore.Mrrt.TokenEndpoint;

/// <summary>The one way out to the tenant: the application's own client when it set one, else the named client.</summary>
internal sealed class BackchannelClient(IHttpClientFactory factory)
{
    /// <summary>No answer of a tenant that is read whole is larger than this.</summary>
    public const int MaxResponseBytes = 1024 * 1024;

    public HttpClient For(Auth0WebAppOptions options) =>
        options.Backchannel ?? factory.CreateClient(Auth0Constants.HttpClientName);

    /// <summary>Sends and reads the answer up to the cap.</summary>
    public async Task<HttpResponseMessage> SendAsync(
        Auth0WebAppOptions options, HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var response = await For(options)
            .SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken).ConfigureAwait(false);
        try
        {
            await response.Content.LoadIntoBufferAsync(MaxResponseBytes, cancellationToken).ConfigureAwait(false);
            return response;
        }
        catch
        {
            response.Dispose();
            throw;
        }
    }
}

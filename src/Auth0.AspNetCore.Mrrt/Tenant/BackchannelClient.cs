namespace Auth0.AspNetCore.Mrrt.Tenant;

/// <summary>The one way out to the tenant: the application's own client when it set one, else the named client. Every
/// call has a time limit, and no answer that is read whole is larger than <see cref="MaxResponseBytes"/>.</summary>
internal sealed class BackchannelClient(IHttpClientFactory factory, TimeProvider time)
{
    public const int MaxResponseBytes = 1024 * 1024;

    public async Task<HttpResponseMessage> SendAsync(
        TenantChannel channel, HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (channel.SendTelemetry)
        {
            // Per request: the headers of a shared client would grow with every scope that adds to them.
            request.Headers.TryAddWithoutValidation(Auth0ClientHeader.HeaderName, Auth0ClientHeader.HeaderValue);
        }

        using var limit = new CallLimit(channel.Timeout, time);
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        var client = channel.Client ?? factory.CreateClient(Auth0Constants.HttpClientName);
        var response = await client
            .SendAsync(request, HttpCompletionOption.ResponseHeadersRead, linked.Token).ConfigureAwait(false);
        try
        {
            await response.Content.LoadIntoBufferAsync(MaxResponseBytes, linked.Token).ConfigureAwait(false);
            return response;
        }
        catch
        {
            response.Dispose();
            throw;
        }
    }
}

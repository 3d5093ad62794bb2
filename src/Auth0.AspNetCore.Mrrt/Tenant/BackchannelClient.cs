namespace Auth0.AspNetCore.Mrrt.Tenant;

/// <summary>The one way out to the tenant: the application's own client when it set one, else the named client. Every
/// call has a time limit, and no answer that is read whole is larger than <see cref="MaxResponseBytes"/>.</summary>
internal sealed class BackchannelClient(IHttpClientFactory factory, TimeProvider time)
{
    public const int MaxResponseBytes = 1024 * 1024;

    /// <summary>The most that is kept of a larger answer: a refresh token in it must not be lost.</summary>
    public const int MostRescuedBytes = 4 * 1024 * 1024;

    /// <summary>Sends a request. An answer that does not come whole is none.</summary>
    public Task<HttpResponseMessage> SendAsync(
        TenantChannel channel, HttpRequestMessage request, CancellationToken cancellationToken) =>
        SendAsync(
            channel,
            request,
            async (response, limit) =>
            {
                await response.Content.LoadIntoBufferAsync(MaxResponseBytes, limit).ConfigureAwait(false);
                return response;
            },
            cancellationToken);

    /// <summary>Sends a request whose answer may hold a secret that exists nowhere else. What has come of an answer that is cut
    /// off, too slow or too large is kept.</summary>
    /// <returns>The answer, and whether it is whole. Its content is in memory.</returns>
    public Task<(HttpResponseMessage Response, bool IsWhole)> SendAndKeepAsync(
        TenantChannel channel, HttpRequestMessage request, CancellationToken cancellationToken) =>
        SendAsync(channel, request, KeepAsync, cancellationToken);

    private async Task<TResult> SendAsync<TResult>(
        TenantChannel channel,
        HttpRequestMessage request,
        Func<HttpResponseMessage, CancellationToken, Task<TResult>> read,
        CancellationToken cancellationToken)
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
            return await read(response, linked.Token).ConfigureAwait(false);
        }
        catch
        {
            response.Dispose();
            throw;
        }
    }

    private static async Task<(HttpResponseMessage Response, bool IsWhole)> KeepAsync(
        HttpResponseMessage response, CancellationToken cancellationToken)
    {
        using var body = new BoundedBody(MostRescuedBytes);
        var isWhole = true;
        try
        {
            await response.Content.CopyToAsync(body, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception) when (body.Length > 0)
        {
            isWhole = false;
        }

        using var wire = response.Content;
        response.Content = new ByteArrayContent(body.ToArray());
        return (response, isWhole && body.Length <= MaxResponseBytes);
    }
}

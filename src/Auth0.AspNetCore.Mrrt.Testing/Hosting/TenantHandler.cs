namespace Auth0.AspNetCore.Mrrt.Testing.Hosting;

/// <summary>
/// Reaches the tenant and nothing else: a call to any other address is a mistake of the test. A dropped connection
/// looks the same in process as it does on a socket.
/// </summary>
internal sealed class TenantHandler(HttpMessageHandler inner, TenantAddress address) : DelegatingHandler(inner)
{
    protected override async Task<HttpResponseMessage> SendAsync(
        HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (!address.Owns(request.RequestUri))
        {
            throw new HttpRequestException(
                HttpRequestError.NameResolutionError,
                $"This handler reaches {address.Root} only, not {request.RequestUri?.GetLeftPart(UriPartial.Authority)}.");
        }

        try
        {
            return await base.SendAsync(request, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (
            exception is not HttpRequestException && !cancellationToken.IsCancellationRequested)
        {
            throw new HttpRequestException(
                HttpRequestError.ResponseEnded, "The tenant dropped the connection.", exception);
        }
    }
}

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
            // A caller that gives up gets away at once, as from a socket; an in-process server would let it wait until
            // the tenant is done.
            return await base.SendAsync(request, cancellationToken).WaitAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (
            exception is not HttpRequestException && !cancellationToken.IsCancellationRequested)
        {
            throw new HttpRequestException(
                HttpRequestError.ResponseEnded, "The tenant dropped the connection.", exception);
        }
    }
}

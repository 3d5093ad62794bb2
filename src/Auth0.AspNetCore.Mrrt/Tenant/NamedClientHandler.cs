namespace Auth0.AspNetCore.Mrrt.Tenant;

/// <summary>Carries calls with the named client's handlers of the moment: the factory renews them, so that a change of
/// addresses is noticed.</summary>
internal sealed class NamedClientHandler(IHttpMessageHandlerFactory handlers) : HttpMessageHandler
{
    protected override async Task<HttpResponseMessage> SendAsync(
        HttpRequestMessage request, CancellationToken cancellationToken)
    {
        using var invoker = new HttpMessageInvoker(
            handlers.CreateHandler(Auth0Constants.HttpClientName), disposeHandler: false);
        return await invoker.SendAsync(request, cancellationToken).ConfigureAwait(false);
    }
}

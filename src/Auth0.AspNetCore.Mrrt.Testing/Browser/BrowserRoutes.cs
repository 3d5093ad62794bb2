namespace Auth0.AspNetCore.Mrrt.Testing.Browser;

/// <summary>Which handler reaches which host and port. An address nobody added is an error, not a real request.</summary>
internal sealed class BrowserRoutes : IDisposable
{
    private readonly Lock _sync = new();
    private readonly Dictionary<string, HttpMessageInvoker> _byAuthority = new(StringComparer.OrdinalIgnoreCase);
    private readonly List<HttpMessageHandler> _owned = [];

    /// <summary>Adds a route; without a handler it is a real connection.</summary>
    public void Add(Uri address, HttpMessageHandler? handler)
    {
        lock (_sync)
        {
            if (handler is null)
            {
                handler = new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, UseProxy = false };
                _owned.Add(handler);
            }

            _byAuthority[Key(address)] = new HttpMessageInvoker(handler, disposeHandler: false);
        }
    }

    public void Own(HttpMessageHandler handler) => _owned.Add(handler);

    public HttpMessageInvoker Find(Uri uri)
    {
        lock (_sync)
        {
            return _byAuthority.TryGetValue(Key(uri), out var invoker)
                ? invoker
                : throw new HttpRequestException(
                    HttpRequestError.NameResolutionError,
                    $"The browser was sent to {uri.GetLeftPart(UriPartial.Path)}, which is neither the application nor " +
                    $"the tenant. If it should get there, call {nameof(TenantBrowser)}.{nameof(TenantBrowser.Add)}.");
        }
    }

    public void Dispose() => _owned.ForEach(handler => handler.Dispose());

    private static string Key(Uri uri) => $"{uri.Host}:{uri.Port}";
}

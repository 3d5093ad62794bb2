using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Net.Http.Headers;

namespace Auth0.AspNetCore.Mrrt.Tests.Explored;

/// <summary>A request with the framework's authentication and the library's cookie handler, and without a host: nothing of it
/// leaves the explorer's thread.</summary>
internal sealed class ExploredRequest
{
    private readonly Response _response = new();

    public ExploredRequest(string cookie, SessionCookieHandlers handlers)
    {
        var features = new FeatureCollection();
        features.Set<IHttpRequestFeature>(new HttpRequestFeature());
        features.Set<IHttpResponseFeature>(_response);
        features.Set<IHttpResponseBodyFeature>(new StreamResponseBodyFeature(Stream.Null));
        Http = new DefaultHttpContext(features) { RequestServices = new Services(handlers) };
        Http.Request.Scheme = "https";
        Http.Request.Headers.Cookie = $"{ExploredCookies.Name}={cookie}";
    }

    public HttpContext Http { get; }

    /// <summary>Starts and ends the response.</summary>
    /// <returns>The session cookie that it sets. Null when it sets none, or deletes it.</returns>
    public async Task<string?> RespondAsync()
    {
        await _response.RunAsync();
        var set = SetCookieHeaderValue.ParseList([.. Http.Response.Headers.SetCookie.OfType<string>()])
            .LastOrDefault(cookie => cookie.Name == ExploredCookies.Name);
        return set?.Value.Length > 0 ? set.Value.ToString() : null;
    }

    /// <summary>What the framework and the library look up in a request.</summary>
    private sealed class Services(SessionCookieHandlers handlers) : IServiceProvider
    {
        public object? GetService(Type serviceType) =>
            serviceType == typeof(IAuthenticationHandlerProvider) ? handlers
            : serviceType == typeof(IAuthenticationSchemeProvider) ? SessionCookieHandlers.Schemes
            : serviceType == typeof(IAuthenticationService) ? handlers.Authentication
            : null;
    }

    /// <summary>Calls back as a server does: the last one first.</summary>
    private sealed class Response : HttpResponseFeature
    {
        private readonly Stack<Func<Task>> _starting = [];
        private readonly Stack<Func<Task>> _completed = [];

        public override void OnStarting(Func<object, Task> callback, object state) => _starting.Push(() => callback(state));

        public override void OnCompleted(Func<object, Task> callback, object state) => _completed.Push(() => callback(state));

        public async Task RunAsync()
        {
            foreach (var callbacks in new[] { _starting, _completed })
            {
                while (callbacks.TryPop(out var callback))
                {
                    await callback();
                }
            }
        }
    }
}

using Auth0.AspNetCore.Mrrt.Testing.Browser;

namespace Auth0.AspNetCore.Mrrt.EndToEnd.Support;

/// <summary>
/// A browser without a window for an application and a provider on loopback: it keeps cookies and follows redirects
/// from one to the other. Requests may run in parallel.
/// </summary>
internal sealed class LoopbackBrowser : IDisposable
{
    private const int MostRedirects = 20;

    private readonly HttpClient _http;
    private readonly Uri _application;
    private readonly TimeProvider _clock;
    private readonly CookieJar _cookies;

    public LoopbackBrowser(Uri application, TimeProvider clock)
        : this(
            new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, UseProxy = false }),
            application,
            clock,
            new CookieJar(clock, [], isFrozen: false))
    {
    }

    private LoopbackBrowser(HttpClient http, Uri application, TimeProvider clock, CookieJar cookies)
    {
        _http = http;
        _application = application;
        _clock = clock;
        _cookies = cookies;
    }

    /// <summary>The names of the cookies that the application has set.</summary>
    public IEnumerable<string> CookieNames =>
        _cookies.All().Where(cookie => cookie.Domain == _application.Host).Select(cookie => cookie.Name);

    /// <summary>Goes to an address of the application and on to wherever it is sent.</summary>
    public async Task<LoopbackPage> OpenAsync(string path)
    {
        List<Uri> visited = [];
        string? lastLocation = null;
        for (var uri = new Uri(_application, path); visited.Count < MostRedirects;)
        {
            visited.Add(uri);
            using var request = new HttpRequestMessage(HttpMethod.Get, uri);
            request.Headers.TryAddWithoutValidation("Cookie", _cookies.Header(uri, HttpMethod.Get, initiator: null));
            using var response = await _http.SendAsync(request);
            _cookies.Store(uri, response.Headers.TryGetValues("Set-Cookie", out var set) ? set : []);
            // Before it is read as an address, and written anew.
            var raw = response.Headers.NonValidated.TryGetValues("Location", out var values) ? values.Single() : null;
            if (response.Headers.Location is not { } location)
            {
                return new LoopbackPage(
                    visited, lastLocation, response.StatusCode, await response.Content.ReadAsByteArrayAsync());
            }

            lastLocation = raw;
            uri = new Uri(uri, location);
        }

        throw new InvalidOperationException($"The browser is sent in circles, at last to {visited[^1].AbsolutePath}.");
    }

    public async Task<SessionAnswer> SessionAsync() => (await OpenAsync("/session")).Read<SessionAnswer>();

    /// <summary>Has the application get a token and tell what it got.</summary>
    public async Task<TokenAnswer> TokenAsync(string audience, bool force = false, string? scope = null) =>
        (await OpenAsync($"/token?audience={Uri.EscapeDataString(audience)}&force={force}"
            + (scope is null ? "" : $"&scope={Uri.EscapeDataString(scope)}"))).Read<TokenAnswer>();

    /// <summary>The browser as it is: every request leaves with these cookies, whatever is answered to another.</summary>
    public LoopbackBrowser Snapshot() => Copy(frozen: true);

    /// <summary>A browser with these cookies that goes its own way from here on.</summary>
    public LoopbackBrowser Fork() => Copy(frozen: false);

    public void Dispose() => _http.Dispose();

    private LoopbackBrowser Copy(bool frozen) =>
        new(_http, _application, _clock, new CookieJar(_clock, _cookies.All(), frozen));
}

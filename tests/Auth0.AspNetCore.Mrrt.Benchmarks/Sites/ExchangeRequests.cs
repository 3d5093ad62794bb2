using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.DependencyInjection;

namespace Auth0.AspNetCore.Mrrt.Benchmarks.Sites;

/// <summary>Requests with an expired access token, from the session's cookie to the response with the new one. Each browser
/// brings the cookie that its last response has set. Its next request comes when that token has expired as well.</summary>
internal sealed class ExchangeRequests : IDisposable
{
    private static readonly TimeSpan OfAdditional = TimeSpan.FromDays(9_999);

    private readonly MovingTime _time = new();
    private readonly PreparedTenant _tenant = new();
    private readonly List<Browser> _browsers = [];
    private readonly int _additional;
    private readonly Site _site;
    private readonly HandWritten? _handWritten;
    private int _next;

    private ExchangeRequests(int additional, bool byHand)
    {
        _additional = additional;
        _site = byHand
            ? Site.Plain(time: _time)
            : Site.Mrrt(_tenant, builder => builder.Services.AddSingleton<TimeProvider>(_time));
        _handWritten = byHand ? new HandWritten(_tenant, _time) : null;
    }

    /// <summary>Brings the browsers' cookies up to date. Neither side is measured while it does.</summary>
    public Work Work => new(RunAsync, Prepare);

    /// <param name="additional">How many additional tokens the session holds.</param>
    public static ExchangeRequests Session(int additional) => new(additional, byHand: false);

    /// <param name="additional">How many additional tokens the ticket holds.</param>
    public static ExchangeRequests ByHand(int additional) => new(additional, byHand: true);

    public void Dispose()
    {
        _handWritten?.Dispose();
        _site.Dispose();
        _tenant.Dispose();
    }

    private void Prepare(int count)
    {
        while (_browsers.Count < count)
        {
            var now = _time.GetUtcNow();
            var session = Samples.Session(
                _additional, now, PreparedTenant.Lifetime, $"session-{_browsers.Count:00000000000000}", OfAdditional);
            _browsers.Add(new Browser(_handWritten is null ? _site.CookieOf(session) : _site.PlainCookieOf(session)));
        }

        _browsers.ForEach(browser => browser.TakeCookies());
        _next = 0;
        _time.Advance(PreparedTenant.Lifetime);
    }

    private async Task RunAsync()
    {
        var browser = _browsers[_next++];
        using var request = _site.Request(browser.Cookie);
        var response = StartingResponse.Of(request.HttpContext);
        TokenAtHand.Require(request.HttpContext.AuthenticateAsync("Cookies"));
        var token = _handWritten is null
            ? await request.HttpContext.GetAccessTokenAsync()
            : await _handWritten.GetAccessTokenAsync(request.HttpContext);
        await response.StartAsync();
        browser.Received(token, response.Headers.SetCookie);
    }
}

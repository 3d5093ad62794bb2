using Microsoft.Net.Http.Headers;

namespace Auth0.AspNetCore.Mrrt.EndToEnd.Support;

/// <summary>
/// Cookies by host, path and age. <c>CookieContainer</c> will not do: it keeps Secure cookies from plain http, which
/// Chromium sends to loopback hosts. SameSite is left to the tests with Chromium.
/// </summary>
internal sealed class LoopbackCookies(TimeProvider clock, IEnumerable<LoopbackCookies.Cookie> cookies, bool frozen)
{
    private readonly Lock _sync = new();
    private readonly List<Cookie> _cookies = [.. cookies];

    public IReadOnlyList<Cookie> All()
    {
        lock (_sync)
        {
            _cookies.RemoveAll(cookie => cookie.Expires <= clock.GetUtcNow());
            return [.. _cookies];
        }
    }

    /// <summary>The <c>Cookie</c> header of a request.</summary>
    public string HeaderFor(Uri uri) => string.Join(
        "; ",
        from cookie in All()
        where cookie.Host == uri.Host && IsUnder(uri.AbsolutePath, cookie.Path)
        orderby cookie.Path.Length descending
        select $"{cookie.Name}={cookie.Value}");

    public void Store(Uri uri, HttpResponseMessage response)
    {
        if (frozen || !response.Headers.TryGetValues(HeaderNames.SetCookie, out var headers))
        {
            return;
        }

        foreach (var set in SetCookieHeaderValue.ParseList([.. headers]))
        {
            var path = set.Path.Value is ['/', ..] given ? given : "/";
            var expires = set.MaxAge is { } age ? clock.GetUtcNow() + age : set.Expires;
            lock (_sync)
            {
                _cookies.RemoveAll(known => known.Name == set.Name && known.Host == uri.Host && known.Path == path);
                _cookies.Add(new Cookie(set.Name.ToString(), set.Value.ToString(), uri.Host, path, expires));
            }
        }
    }

    private static bool IsUnder(string path, string folder) =>
        path == folder || path.StartsWith($"{folder.TrimEnd('/')}/", StringComparison.Ordinal);

    /// <summary>Goes back to one host, at any port.</summary>
    public sealed class Cookie(string name, string value, string host, string path, DateTimeOffset? expires)
    {
        public string Name => name;

        public string Value => value;

        public string Host => host;

        public string Path => path;

        public DateTimeOffset? Expires => expires;
    }
}

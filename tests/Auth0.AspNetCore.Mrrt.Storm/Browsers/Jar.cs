using Microsoft.Net.Http.Headers;

namespace Auth0.AspNetCore.Mrrt.Storm.Browsers;

/// <summary>A browser's cookies for the application. Whatever arrives last is what it has.</summary>
internal sealed class Jar(TimeProvider time)
{
    private readonly Lock _sync = new();
    private readonly Dictionary<(string Name, string Path), string> _cookies = [];

    /// <summary>The <c>Cookie</c> header for a path of the application.</summary>
    public string Header(string path)
    {
        lock (_sync)
        {
            return string.Join("; ", _cookies
                .Where(cookie => path.StartsWith(cookie.Key.Path, StringComparison.Ordinal))
                .Select(cookie => $"{cookie.Key.Name}={cookie.Value}"));
        }
    }

    /// <summary>Takes over a response's <c>Set-Cookie</c> headers, all at once.</summary>
    public void Take(IReadOnlyList<string> headers)
    {
        lock (_sync)
        {
            foreach (var set in SetCookieHeaderValue.ParseList([.. headers]))
            {
                var key = (set.Name.ToString(), set.Path.Value is ['/', ..] path ? path : "/");
                _cookies.Remove(key);
                if (set.MaxAge is { } age ? age > TimeSpan.Zero : set.Expires is null || set.Expires > time.GetUtcNow())
                {
                    _cookies.Add(key, set.Value.ToString());
                }
            }
        }
    }

    /// <summary>What it holds now, to go its own way from here on.</summary>
    public Jar Copy()
    {
        var copy = new Jar(time);
        lock (_sync)
        {
            foreach (var (key, value) in _cookies)
            {
                copy._cookies.Add(key, value);
            }
        }

        return copy;
    }
}

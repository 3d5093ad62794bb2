using Microsoft.Extensions.Primitives;

namespace Auth0.AspNetCore.Mrrt.Benchmarks.Sites;

/// <summary>A browser that refreshes with each request. Throws when a response brings no new token, or loses some.</summary>
internal sealed class Browser
{
    private readonly OrderedDictionary<string, string> _cookies = new(StringComparer.Ordinal);
    private readonly int _length;
    private StringValues _received;
    private string? _token;

    /// <param name="cookie">The <c>Cookie</c> header of its first request.</param>
    public Browser(string cookie)
    {
        Array.ForEach(cookie.Split("; "), Take);
        Cookie = cookie;
        _length = cookie.Length;
    }

    /// <summary>The <c>Cookie</c> header of its next request.</summary>
    public string Cookie { get; private set; }

    /// <summary>Notes what a response has brought. The cookies are taken later, where no time counts.</summary>
    public void Received(string? token, StringValues cookies)
    {
        if (token is null || token == _token || cookies.Count == 0)
        {
            throw new InvalidOperationException("The request did not bring a new token and a new cookie.");
        }

        (_token, _received) = (token, cookies);
    }

    /// <summary>Takes the cookies of the last response.</summary>
    public void TakeCookies()
    {
        if (_received.Count == 0)
        {
            return;
        }

        foreach (var cookie in _received)
        {
            Take(cookie!.Split(';')[0]);
        }

        _received = default;
        Cookie = string.Join("; ", _cookies.Select(cookie => $"{cookie.Key}={cookie.Value}"));
        if (Cookie.Length < _length - 100)
        {
            throw new InvalidOperationException("The session has lost some of its tokens.");
        }
    }

    /// <summary>A deleted cookie has no value.</summary>
    private void Take(string cookie)
    {
        var end = cookie.IndexOf('=', StringComparison.Ordinal);
        if (end == cookie.Length - 1)
        {
            _cookies.Remove(cookie[..end]);
        }
        else
        {
            _cookies[cookie[..end]] = cookie[(end + 1)..];
        }
    }
}

using Microsoft.Net.Http.Headers;

namespace Auth0.AspNetCore.Mrrt.Testing.Browser;

/// <summary>The cookies of a browser, by the rules of RFC 6265 that matter for signing in. Safe for parallel use.</summary>
internal sealed class CookieJar(TimeProvider clock, IEnumerable<BrowserCookie> cookies, bool isFrozen)
{
    private readonly Lock _sync = new();
    private readonly List<BrowserCookie> _cookies = [.. cookies];

    public IReadOnlyList<BrowserCookie> All()
    {
        lock (_sync)
        {
            _cookies.RemoveAll(cookie => cookie.Expires <= clock.GetUtcNow());
            return [.. _cookies];
        }
    }

    /// <summary>The <c>Cookie</c> header of a request, or null.</summary>
    public string? Header(Uri uri, HttpMethod method, Uri? initiator)
    {
        var isCrossSite = initiator is not null && !Site.AreSame(initiator, uri);
        var sent = All()
            .Where(cookie => GoesTo(cookie, uri) && (!isCrossSite || CrossesSites(cookie, method)))
            .OrderByDescending(cookie => cookie.Path.Length)
            .Select(cookie => $"{cookie.Name}={cookie.Value}");
        return string.Join("; ", sent) is { Length: > 0 } header ? header : null;
    }

    /// <summary>Stores a response's cookies all at once. A request in parallel must not see half of a cookie in chunks.</summary>
    public void Store(Uri uri, IEnumerable<string> headers)
    {
        if (isFrozen)
        {
            return;
        }

        List<BrowserCookie> received = [];
        foreach (var header in headers)
        {
            if (SetCookieHeaderValue.TryParse(header, out var value) && Read(value, uri) is { } cookie)
            {
                received.Add(cookie);
            }
        }

        lock (_sync)
        {
            foreach (var cookie in received)
            {
                _cookies.RemoveAll(cookie.IsSameAs);
                _cookies.Add(cookie);
            }
        }
    }

    public void RemoveAll(Predicate<BrowserCookie> which)
    {
        lock (_sync)
        {
            _cookies.RemoveAll(which);
        }
    }

    private BrowserCookie? Read(SetCookieHeaderValue value, Uri uri)
    {
        var domain = value.Domain.HasValue ? value.Domain.Value!.TrimStart('.').ToLowerInvariant() : null;
        // Browsers drop what is not for this host, what is Secure over plain http, and SameSite=None without Secure.
        if ((domain is not null && !IsBelow(uri.Host, domain))
            || (value.Secure && !Site.IsTrustworthy(uri))
            || (value.SameSite == SameSiteMode.None && !value.Secure))
        {
            return null;
        }

        return new BrowserCookie
        {
            Name = value.Name.Value!,
            Value = value.Value.Value ?? "",
            Domain = domain ?? uri.Host,
            HostOnly = domain is null,
            Path = value.Path.Value is { } path && path.StartsWith('/') ? path : Folder(uri.AbsolutePath),
            Expires = value.MaxAge is { } age ? clock.GetUtcNow() + age : value.Expires,
            Secure = value.Secure,
            HttpOnly = value.HttpOnly,
            SameSite = value.SameSite,
        };
    }

    private static bool GoesTo(BrowserCookie cookie, Uri uri) =>
        (cookie.HostOnly ? uri.Host == cookie.Domain : IsBelow(uri.Host, cookie.Domain))
        && (!cookie.Secure || Site.IsTrustworthy(uri))
        && IsUnder(uri.AbsolutePath, cookie.Path);

    // Lax cookies travel with links and redirects, not with a form that another site posts: that is why the cookies
    // of a sign-in must be None where the answer comes by form_post. A cookie that does not say is Lax, but browsers
    // still send it with a post while it is young.
    private static bool CrossesSites(BrowserCookie cookie, HttpMethod method) => cookie.SameSite switch
    {
        SameSiteMode.Strict => false,
        SameSiteMode.Lax => method == HttpMethod.Get || method == HttpMethod.Head,
        _ => true,
    };

    private static bool IsBelow(string host, string domain) =>
        host == domain || host.EndsWith($".{domain}", StringComparison.OrdinalIgnoreCase);

    private static bool IsUnder(string path, string folder) =>
        path == folder
        || (path.StartsWith(folder, StringComparison.Ordinal) && (folder.EndsWith('/') || path[folder.Length] == '/'));

    private static string Folder(string path) => path.LastIndexOf('/') is var slash and > 0 ? path[..slash] : "/";
}

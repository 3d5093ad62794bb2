using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Auth0.AspNetCore.Mrrt.Session.Cookie;

/// <summary>
/// The framework's cookies in chunks, but for reading: straight from the header into one text, without a copy of every
/// cookie of the request. A cookie of which a chunk is missing is no cookie. A comma separates no cookies (RFC 6265, section
/// 4.2.1), though the framework takes it for that.
/// </summary>
/// <param name="opens">Tells whether a value opens a session. It is asked when a request brings several cookies of one name: the
/// first that opens counts.</param>
/// <param name="readsPartsApart">Tells whether the caller reads the second part of a session where it stands. Then the text ends
/// with the first part.</param>
internal sealed class SessionCookieManager(
    Func<HttpContext, string, bool>? opens = null, Func<ICookieManager, string, bool>? readsPartsApart = null) : ICookieManager
{
    private readonly ChunkingCookieManager _framework = new() { ThrowForPartialCookies = false };

    public string? GetRequestCookie(HttpContext context, string key)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentException.ThrowIfNullOrEmpty(key);
        var headers = context.Request.Headers.Cookie;
        Span<CookieSlice> slices = stackalloc CookieSlice[CookieHeader.MostChunks];
        var whole = CookieHeader.Find(headers, key, slices, out var escaped, out var repeated);
        if (!whole.Found)
        {
            return null;
        }

        if (repeated && opens is not null && RepeatedCookie.FirstThatOpens(context, headers, key, opens) is { } open)
        {
            return open;
        }

        var count = 1;
        if (!CookieHeader.IsChunked(whole.In(headers)))
        {
            slices[0] = whole;
        }
        else if ((count = CookieHeader.CountOf(whole.In(headers))) == 0)
        {
            return null;
        }
        else if (count > CookieHeader.MostChunks)
        {
            return _framework.GetRequestCookie(context, key) is { } joined && !CookieHeader.IsChunked(joined) ? joined : null;
        }

        slices = slices[..count];
        if (slices.Count(default(CookieSlice)) is > 0 and var missing)
        {
            IncompleteCookie.Report(context, key, count - missing, count);
            return null;
        }

        var chunks = new CookieChunks(headers, slices);
        return escaped ? Uri.UnescapeDataString(chunks.Join(chunks.Length))
            : !repeated && readsPartsApart?.Invoke(this, key) == true ? chunks.Join(chunks.EndOfFirstPart)
            : chunks.Join(chunks.Length);
    }

    /// <exception cref="CookieTooLargeException">The server would not take the cookie.</exception>
    public void AppendResponseCookie(HttpContext context, string key, string? value, CookieOptions options)
    {
        ArgumentNullException.ThrowIfNull(context);
        context.RequestServices?.GetService<CookieSize>()?.Check(context, key, value?.Length ?? 0);
        _framework.AppendResponseCookie(context, key, value, options);
    }

    /// <summary>Deletes the cookie and all its chunks: the framework stops at the first chunk that is missing.</summary>
    public void DeleteCookie(HttpContext context, string key, CookieOptions options)
    {
        _framework.DeleteCookie(context, key, options);
        foreach (var name in context.Request.Cookies.Keys)
        {
            if (name.StartsWith(key, StringComparison.Ordinal) && CookieHeader.ChunkNumber(name.AsSpan(key.Length)) > 0)
            {
                context.Response.Cookies.Delete(name, options);
            }
        }
    }
}

using System.Globalization;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Primitives;

namespace Auth0.AspNetCore.Mrrt.Session.Cookie;

/// <summary>
/// The framework's cookies in chunks, but for reading: straight from the header into one text, without a copy of every
/// cookie of the request. A cookie of which a chunk is missing is no cookie. A comma separates no cookies (RFC 6265, section
/// 4.2.1), though the framework takes it for that.
/// </summary>
/// <param name="opens">Tells whether a value opens a session. It is asked when a request brings several cookies of one name: the
/// first that opens counts.</param>
internal sealed class SessionCookieManager(Func<HttpContext, string, bool>? opens = null) : ICookieManager
{
    private const string ChunkCount = "chunks-";

    /// <summary>More than a server takes in its headers, unless it is told to: then the framework joins them.</summary>
    public const int MostChunks = 32;

    private readonly ChunkingCookieManager _framework = new() { ThrowForPartialCookies = false };

    public string? GetRequestCookie(HttpContext context, string key)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentException.ThrowIfNullOrEmpty(key);
        var headers = context.Request.Headers.Cookie;
        Span<Value> chunks = stackalloc Value[MostChunks];
        var whole = Find(headers, key, chunks, out var escaped, out var repeated);
        if (!whole.Found)
        {
            return null;
        }

        if (repeated && opens is not null && RepeatedCookie.FirstThatOpens(context, headers, key, opens) is { } open)
        {
            return open;
        }

        var text = whole.In(headers);
        if (!text.StartsWith(ChunkCount, StringComparison.Ordinal))
        {
            return Unescape(text.ToString(), escaped);
        }

        if (!int.TryParse(text[ChunkCount.Length..], NumberStyles.None, CultureInfo.InvariantCulture, out var count) || count == 0)
        {
            return null;
        }

        if (count > MostChunks)
        {
            return _framework.GetRequestCookie(context, key) is { } joined
                && !joined.StartsWith(ChunkCount, StringComparison.Ordinal) ? joined : null;
        }

        if (Join(headers, chunks[..count]) is { } value)
        {
            return Unescape(value, escaped);
        }

        var missing = chunks[..count].Count(default(Value));
        IncompleteCookie.Report(context, key, count - missing, count);
        return null;
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
            if (name.StartsWith(key, StringComparison.Ordinal) && ChunkNumber(name.AsSpan(key.Length)) > 0)
            {
                context.Response.Cookies.Delete(name, options);
            }
        }
    }

    /// <summary>Finds the cookie and its chunks; of two with one name the last, as the framework does.</summary>
    /// <param name="headers">The headers.</param>
    /// <param name="key">The cookie's name.</param>
    /// <param name="chunks">Takes the chunks.</param>
    /// <param name="escaped">Whether any cookie has an escaped letter: found on the way, so that nobody looks again.</param>
    /// <param name="repeated">True when the request brings the cookie several times.</param>
    private static Value Find(StringValues headers, string key, Span<Value> chunks, out bool escaped, out bool repeated)
    {
        var whole = default(Value);
        escaped = repeated = false;
        for (var header = 0; header < headers.Count; header++)
        {
            var text = headers[header].AsSpan();
            for (int start = 0, end; start < text.Length; start = end + 1)
            {
                var length = text[start..].IndexOfAny(';', '%');
                if (length >= 0 && text[start + length] == '%')
                {
                    escaped = true;
                    length = text[start..].IndexOf(';');
                }

                end = length < 0 ? text.Length : start + length;
                while (start < end && text[start] == ' ')
                {
                    start++;
                }

                var pair = text[start..end];
                if (!pair.StartsWith(key, StringComparison.Ordinal) || pair.IndexOf('=') is not (> 0 and var equals))
                {
                    continue;
                }

                var value = new Value(header, start + equals + 1, pair[(equals + 1)..].TrimEnd(' ').Length);
                if (value.Length == 0)
                {
                    continue; // no cookie, as the framework has it
                }

                var suffix = pair[key.Length..equals];
                if (suffix.IsEmpty)
                {
                    repeated |= whole.Found;
                    whole = value;
                }
                else if (ChunkNumber(suffix) is > 0 and var number && number <= chunks.Length)
                {
                    chunks[number - 1] = value;
                }
            }
        }

        return whole;
    }

    /// <summary>Returns the number in the rest of a chunk's name; 0 when the name is no chunk's.</summary>
    private static int ChunkNumber(ReadOnlySpan<char> suffix) =>
        suffix is ['C', not '0', ..]
        && int.TryParse(suffix[1..], NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number
            : 0;

    private static string Unescape(string value, bool escaped) => escaped ? Uri.UnescapeDataString(value) : value;

    private static string? Join(StringValues headers, ReadOnlySpan<Value> chunks)
    {
        var length = 0;
        foreach (var chunk in chunks)
        {
            if (!chunk.Found)
            {
                return null;
            }

            length += chunk.Length;
        }

        return string.Create(length, new Chunks(headers, chunks), static (text, chunks) =>
        {
            foreach (var chunk in chunks.Values)
            {
                chunk.In(chunks.Headers).CopyTo(text);
                text = text[chunk.Length..];
            }
        });
    }

    /// <summary>Where a value is among the headers; the one that all zeros stand for is nowhere, since a name comes before
    /// every value.</summary>
    private readonly record struct Value(int Header, int Start, int Length)
    {
        public bool Found => Start > 0;

        public ReadOnlySpan<char> In(StringValues headers) => headers[Header].AsSpan(Start, Length);
    }

    private readonly ref struct Chunks(StringValues headers, ReadOnlySpan<Value> values)
    {
        public StringValues Headers { get; } = headers;

        public ReadOnlySpan<Value> Values { get; } = values;
    }
}

using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace Auth0.AspNetCore.Mrrt.Session.Cookie;

/// <summary>
/// The values of a cookie that a request brings several times. Two applications under one host, or two paths of one
/// application, may have set it. A browser sends the cookie with the longest path first (RFC 6265, section 5.4).
/// </summary>
internal static class RepeatedCookie
{
    /// <summary>An honest browser sends one or two.</summary>
    private const int MostCookies = 8;

    private const string ChunkCount = "chunks-";

    /// <summary>Returns the first value that opens a session. Null when none does. A request keeps its choice: the session may end
    /// or expire while the request runs, and the next value is another user's.</summary>
    public static string? FirstThatOpens(
        HttpContext context, StringValues headers, string key, Func<HttpContext, string, bool> opens)
    {
        var choice = (typeof(RepeatedCookie), key);
        if (!context.Items.TryGetValue(choice, out var chosen))
        {
            context.Items[choice] = chosen = Values(headers, key).FirstOrDefault(value => opens(context, value));
        }

        return (string?)chosen;
    }

    /// <summary>Returns the complete values in the order of the header. The chunks of each cookie come in the order of the
    /// cookies that have so many.</summary>
    public static IEnumerable<string> Values(StringValues headers, string key)
    {
        var cookies = headers
            .SelectMany(header => (header ?? "").Split(';', StringSplitOptions.TrimEntries))
            .Select(pair => pair.Split('=', 2))
            .Where(pair => pair is [var name, { Length: > 0 }] && name.StartsWith(key, StringComparison.Ordinal))
            .ToLookup(pair => pair[0], pair => pair[1], StringComparer.Ordinal);
        var counts = cookies[key].Take(MostCookies).Select(value => (Value: value, Count: CountOf(value))).ToArray();
        for (var number = 0; number < counts.Length; number++)
        {
            var (value, count) = counts[number];
            if (count == 0)
            {
                yield return Unescape(value);
                continue;
            }

            var chunks = Enumerable.Range(1, count)
                .Select(chunk => cookies[Name(key, chunk)].ElementAtOrDefault(
                    counts.Take(number).Count(other => other.Count >= chunk)))
                .ToArray();
            if (!chunks.Contains(null))
            {
                yield return Unescape(string.Concat(chunks));
            }
        }
    }

    private static string Name(string key, int chunk) => string.Create(CultureInfo.InvariantCulture, $"{key}C{chunk}");

    /// <summary>Returns the number of chunks; 0 for a value that is whole. More chunks than a header holds are none.</summary>
    private static int CountOf(string value) =>
        value.StartsWith(ChunkCount, StringComparison.Ordinal)
        && int.TryParse(value.AsSpan(ChunkCount.Length), NumberStyles.None, CultureInfo.InvariantCulture, out var count)
            ? Math.Min(count, CookieHeader.MostChunks + 1)
            : 0;

    private static string Unescape(string value) =>
        value.Contains('%', StringComparison.Ordinal) ? Uri.UnescapeDataString(value) : value;
}

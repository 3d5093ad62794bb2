using System.Globalization;
using Microsoft.Extensions.Primitives;

namespace Auth0.AspNetCore.Mrrt.Session.Cookie;

/// <summary>Finds a cookie and its chunks among the headers of a request.</summary>
internal static class CookieHeader
{
    /// <summary>More than a server takes in its headers, unless it is told to: then the framework joins them.</summary>
    public const int MostChunks = 32;

    private const string ChunkCount = "chunks-";

    /// <summary>Finds the cookie and its chunks; of two with one name the last, as the framework does.</summary>
    /// <param name="headers">The headers.</param>
    /// <param name="key">The cookie's name.</param>
    /// <param name="chunks">Takes the chunks.</param>
    /// <param name="escaped">Whether any cookie has an escaped letter: found on the way, so that nobody looks again.</param>
    /// <param name="repeated">True when the request brings the cookie several times.</param>
    public static CookieSlice Find(
        StringValues headers, string key, Span<CookieSlice> chunks, out bool escaped, out bool repeated)
    {
        var whole = default(CookieSlice);
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

                var value = new CookieSlice(header, start + equals + 1, pair[(equals + 1)..].TrimEnd(' ').Length);
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

    /// <summary>Tells whether a value says how many chunks there are.</summary>
    public static bool IsChunked(ReadOnlySpan<char> value) => value.StartsWith(ChunkCount, StringComparison.Ordinal);

    /// <summary>How many chunks such a value names. 0 when it names none.</summary>
    public static int CountOf(ReadOnlySpan<char> value) =>
        int.TryParse(value[ChunkCount.Length..], NumberStyles.None, CultureInfo.InvariantCulture, out var count) ? count : 0;

    /// <summary>Returns the number in the rest of a chunk's name; 0 when the name is no chunk's.</summary>
    public static int ChunkNumber(ReadOnlySpan<char> suffix) =>
        suffix is ['C', not '0', ..]
        && int.TryParse(suffix[1..], NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number
            : 0;
}

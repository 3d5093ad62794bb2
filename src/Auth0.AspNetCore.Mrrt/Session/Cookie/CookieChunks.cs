using Auth0.AspNetCore.Mrrt.Session.Format;
using Microsoft.Extensions.Primitives;

namespace Auth0.AspNetCore.Mrrt.Session.Cookie;

/// <summary>The chunks of one cookie among the headers of a request, in order.</summary>
internal readonly ref struct CookieChunks(StringValues headers, ReadOnlySpan<CookieSlice> slices)
{
    private readonly ReadOnlySpan<CookieSlice> _slices = slices;

    public int Length
    {
        get
        {
            var length = 0;
            foreach (var slice in _slices)
            {
                length += slice.Length;
            }

            return length;
        }
    }

    /// <summary>Where the first part of a session ends. The whole length when there is one part.</summary>
    public int EndOfFirstPart
    {
        get
        {
            var before = 0;
            foreach (var slice in _slices)
            {
                if (slice.In(headers).IndexOf(SessionTicketFormat.Between) is >= 0 and var end)
                {
                    return before + end;
                }

                before += slice.Length;
            }

            return before;
        }
    }

    /// <summary>The first letters as one text.</summary>
    public string Join(int length) => string.Create(length, this, static (text, chunks) => chunks.CopyTo(text, 0));

    /// <summary>Copies as many letters as there is room for.</summary>
    /// <param name="text">The room.</param>
    /// <param name="start">How many letters are left out before them.</param>
    public void CopyTo(Span<char> text, int start)
    {
        foreach (var slice in _slices)
        {
            var value = slice.In(headers);
            if (start >= value.Length)
            {
                start -= value.Length;
                continue;
            }

            value = value[start..];
            start = 0;
            value = value[..Math.Min(value.Length, text.Length)];
            value.CopyTo(text);
            text = text[value.Length..];
        }
    }
}

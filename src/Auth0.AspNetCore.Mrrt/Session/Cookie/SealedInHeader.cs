using System.Buffers;
using System.Buffers.Text;
using Auth0.AspNetCore.Mrrt.Session.Model;
using Microsoft.Extensions.Primitives;

namespace Auth0.AspNetCore.Mrrt.Session.Cookie;

/// <summary>The second part of a session's cookie, where it stands among the headers. No text is made of it.</summary>
/// <param name="headers">The request's cookie headers.</param>
/// <param name="key">The cookie's name.</param>
internal sealed class SealedInHeader(StringValues headers, string key) : SealedPart
{
    public override int TextLength
    {
        get
        {
            Span<CookieSlice> slices = stackalloc CookieSlice[CookieHeader.MostChunks];
            var chunks = Find(slices);
            return Math.Max(0, chunks.Length - chunks.EndOfFirstPart - 1);
        }
    }

    public override byte[] ToArray()
    {
        Span<CookieSlice> slices = stackalloc CookieSlice[CookieHeader.MostChunks];
        var chunks = Find(slices);
        var start = chunks.EndOfFirstPart + 1;
        var length = Math.Max(0, chunks.Length - start);
        var text = ArrayPool<char>.Shared.Rent(length);
        try
        {
            chunks.CopyTo(text.AsSpan(0, length), start);
            return Base64Url.DecodeFromChars(text.AsSpan(0, length));
        }
        finally
        {
            ArrayPool<char>.Shared.Return(text);
        }
    }

    public override void WriteText(Span<char> text)
    {
        Span<CookieSlice> slices = stackalloc CookieSlice[CookieHeader.MostChunks];
        var chunks = Find(slices);
        chunks.CopyTo(text, chunks.EndOfFirstPart + 1);
    }

    private CookieChunks Find(Span<CookieSlice> slices)
    {
        var whole = CookieHeader.Find(headers, key, slices, out _, out _);
        if (whole.Found && CookieHeader.IsChunked(whole.In(headers)))
        {
            // The manager gives a cookie of more chunks as one text, so its second part is not here.
            return new CookieChunks(headers, slices[..Math.Min(CookieHeader.CountOf(whole.In(headers)), slices.Length)]);
        }

        slices[0] = whole;
        return new CookieChunks(headers, slices[..1]);
    }
}

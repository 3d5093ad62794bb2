using System.Buffers;
using System.Buffers.Text;

namespace Auth0.AspNetCore.Mrrt.Session.Model;

/// <summary>
/// A JWT in compact form (RFC 7515, section 7.1) as the bytes that its three parts stand for: a quarter shorter, and no
/// text until somebody asks for it.
/// </summary>
internal sealed class PackedJwt(
    byte[] bytes, (int Start, int Length) header, (int Start, int Length) payload, (int Start, int Length) signature)
{
    private static readonly SearchValues<char> Alphabet =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_");

    private string? _text;

    /// <summary>The text, unpacked when it is first asked for; asked at once by two, each may get its own.</summary>
    public string Text => _text ??= Unpack();

    /// <summary>The parts of a text that is a JWT and that its bytes give back letter by letter; base64url has more than
    /// one text for the same bytes.</summary>
    public static (byte[] Header, byte[] Payload, byte[] Signature)? Parts(string text)
    {
        var first = text.IndexOf('.', StringComparison.Ordinal);
        var second = text.IndexOf('.', first + 1);
        return second > 0
            && Canonical(text.AsSpan(0, first)) is { } header
            && Canonical(text.AsSpan(first + 1, second - first - 1)) is { } payload
            && Canonical(text.AsSpan(second + 1)) is { } signature
                ? (header, payload, signature)
                : null;
    }

    private string Unpack()
    {
        var length = Base64Url.GetEncodedLength(header.Length) + Base64Url.GetEncodedLength(payload.Length)
            + Base64Url.GetEncodedLength(signature.Length) + 2;
        return string.Create(length, this, static (text, jwt) => jwt.WriteTo(text));
    }

    private void WriteTo(Span<char> text)
    {
        var written = Base64Url.EncodeToChars(Part(header), text);
        text[written++] = '.';
        written += Base64Url.EncodeToChars(Part(payload), text[written..]);
        text[written++] = '.';
        Base64Url.EncodeToChars(Part(signature), text[written..]);
    }

    private ReadOnlySpan<byte> Part((int Start, int Length) part) => bytes.AsSpan(part.Start, part.Length);

    private static byte[]? Canonical(ReadOnlySpan<char> part)
    {
        var bytes = new byte[Base64Url.GetMaxDecodedLength(part.Length)];
        if (part.ContainsAnyExcept(Alphabet)
            || Base64Url.DecodeFromChars(part, bytes, out _, out var length) != OperationStatus.Done)
        {
            return null;
        }

        Array.Resize(ref bytes, length);
        return part.SequenceEqual(Base64Url.EncodeToString(bytes)) ? bytes : null;
    }
}

using System.Buffers;
using System.Buffers.Text;

namespace Auth0.AspNetCore.Mrrt.Session.Model;

/// <summary>
/// A JWT in compact form (RFC 7515, section 7.1) as the bytes that its three parts stand for: a quarter shorter, and no
/// text until somebody asks for it.
/// </summary>
/// <param name="header">The header, which several tokens may share.</param>
/// <param name="bytes">Hold the payload and the signature.</param>
/// <param name="payload">Where the payload is.</param>
/// <param name="signature">Where the signature is.</param>
internal sealed class PackedJwt(
    PackedHeader header, byte[] bytes, (int Start, int Length) payload, (int Start, int Length) signature)
{
    private const string Letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

    private static readonly SearchValues<char> Alphabet = SearchValues.Create(Letters);

    private string? _text;

    /// <summary>The text, unpacked when it is first asked for; asked at once by two, each may get its own.</summary>
    public string Text => _text ??= Unpack();

    public PackedHeader Header => header;

    public ReadOnlySpan<byte> Payload => bytes.AsSpan(payload.Start, payload.Length);

    public ReadOnlySpan<byte> Signature => bytes.AsSpan(signature.Start, signature.Length);

    public bool Is(PackedJwt other) =>
        Header.Bytes.SequenceEqual(other.Header.Bytes)
        && Payload.SequenceEqual(other.Payload)
        && Signature.SequenceEqual(other.Signature);

    /// <summary>Packs a text.</summary>
    /// <returns>The JWT. Null for a text that is none, or that its bytes do not give back letter by letter: base64url has more than
    /// one text for the same bytes.</returns>
    public static PackedJwt? Of(string text)
    {
        var first = text.IndexOf('.', StringComparison.Ordinal);
        var second = text.IndexOf('.', first + 1);
        if (second < 0
            || text.AsSpan(0, first) is var header && !IsCanonical(header)
            || text.AsSpan(first + 1, second - first - 1) is var payload && !IsCanonical(payload)
            || text.AsSpan(second + 1) is var signature && !IsCanonical(signature))
        {
            return null;
        }

        var bytes = GC.AllocateUninitializedArray<byte>(Length(header) + Length(payload) + Length(signature));
        var headerEnd = Base64Url.DecodeFromChars(header, bytes);
        var payloadLength = Base64Url.DecodeFromChars(payload, bytes.AsSpan(headerEnd));
        var signatureStart = headerEnd + payloadLength;
        var signatureLength = Base64Url.DecodeFromChars(signature, bytes.AsSpan(signatureStart));
        return new PackedJwt(
            new PackedHeader(bytes, 0, headerEnd), bytes, (headerEnd, payloadLength), (signatureStart, signatureLength))
        {
            _text = text,
        };
    }

    private string Unpack()
    {
        var length = Base64Url.GetEncodedLength(header.Length) + Base64Url.GetEncodedLength(payload.Length)
            + Base64Url.GetEncodedLength(signature.Length) + 2;
        return string.Create(length, this, static (text, jwt) => jwt.WriteTo(text));
    }

    private void WriteTo(Span<char> text)
    {
        var written = Base64Url.EncodeToChars(header.Bytes, text);
        text[written++] = '.';
        written += Base64Url.EncodeToChars(Payload, text[written..]);
        text[written++] = '.';
        Base64Url.EncodeToChars(Signature, text[written..]);
    }

    private static int Length(ReadOnlySpan<char> part) => (int)(part.Length * 6L / 8);

    /// <summary>Whether it is the one text for its bytes: without padding, and with no bits that stand for nothing.</summary>
    private static bool IsCanonical(ReadOnlySpan<char> part) =>
        !part.ContainsAnyExcept(Alphabet)
        && (part.Length % 4) switch
        {
            0 => true,
            2 => Letters.IndexOf(part[^1], StringComparison.Ordinal) % 16 == 0,
            3 => Letters.IndexOf(part[^1], StringComparison.Ordinal) % 4 == 0,
            _ => false,
        };
}

using System.Buffers.Text;

namespace Auth0.AspNetCore.Mrrt.Session.Model;

/// <summary>The part of a session that stands beside its first one, as it was found: bytes, or the text of a cookie.</summary>
internal readonly struct SealedPart
{
    private readonly ReadOnlyMemory<char> _text;
    private readonly ReadOnlyMemory<byte> _bytes;

    public SealedPart(ReadOnlyMemory<char> text) => _text = text;

    public SealedPart(ReadOnlyMemory<byte> bytes) => _bytes = bytes;

    public bool IsEmpty => _text.IsEmpty && _bytes.IsEmpty;

    /// <exception cref="FormatException">The text stands for no bytes.</exception>
    public ReadOnlyMemory<byte> Bytes => _text.IsEmpty ? _bytes : Base64Url.DecodeFromChars(_text.Span);

    /// <summary>How many letters it takes in a cookie.</summary>
    public int TextLength => _text.IsEmpty ? Base64Url.GetEncodedLength(_bytes.Length) : _text.Length;

    public void WriteText(Span<char> text)
    {
        if (_text.IsEmpty)
        {
            Base64Url.EncodeToChars(_bytes.Span, text);
        }
        else
        {
            _text.Span.CopyTo(text);
        }
    }

    public override string ToString() => "sealed part";
}

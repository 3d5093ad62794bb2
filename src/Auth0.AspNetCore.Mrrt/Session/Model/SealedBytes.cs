using System.Buffers.Text;

namespace Auth0.AspNetCore.Mrrt.Session.Model;

/// <summary>A sealed part that is bytes.</summary>
internal sealed class SealedBytes(ReadOnlyMemory<byte> bytes) : SealedPart
{
    public ReadOnlyMemory<byte> Bytes => bytes;

    public override int TextLength => Base64Url.GetEncodedLength(bytes.Length);

    public override byte[] ToArray() => bytes.ToArray();

    public override void WriteText(Span<char> text) => Base64Url.EncodeToChars(bytes.Span, text);
}

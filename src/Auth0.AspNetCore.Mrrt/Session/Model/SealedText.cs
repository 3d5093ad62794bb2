using System.Buffers.Text;

namespace Auth0.AspNetCore.Mrrt.Session.Model;

/// <summary>A sealed part that is a text, or the rest of one.</summary>
internal sealed class SealedText(ReadOnlyMemory<char> text) : SealedPart
{
    public override int TextLength => text.Length;

    public override byte[] ToArray() => Base64Url.DecodeFromChars(text.Span);

    public override void WriteText(Span<char> destination) => text.Span.CopyTo(destination);
}

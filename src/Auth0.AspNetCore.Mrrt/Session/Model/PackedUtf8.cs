using System.Text;

namespace Auth0.AspNetCore.Mrrt.Session.Model;

/// <summary>A text that is still bytes.</summary>
internal sealed class PackedUtf8(byte[] bytes, int start, int length)
{
    private string? _text;

    public int Length => length;

    public ReadOnlySpan<byte> Bytes => bytes.AsSpan(start, length);

    public string Text => _text ??= Encoding.UTF8.GetString(bytes, start, length);
}

namespace Auth0.AspNetCore.Mrrt.Session.Model;

/// <summary>The header of a JWT as bytes. Tokens of one issuer share it.</summary>
internal readonly struct PackedHeader(byte[] holder, int start, int length)
{
    public int Length => length;

    public ReadOnlySpan<byte> Bytes => holder.AsSpan(start, length);

    public override string ToString() => $"header of {length} bytes";
}

using System.Buffers.Binary;
using System.Security.Cryptography;
using Auth0.AspNetCore.Mrrt.Session.Model;
using Microsoft.AspNetCore.DataProtection;

namespace Auth0.AspNetCore.Mrrt.Session.Format;

/// <summary>A session as one value where its parts are kept together: in a record, or as a ticket in a store. The length of the first
/// part stands before it.</summary>
internal static class TwoParts
{
    private const int LengthBytes = sizeof(int);

    /// <param name="protector">Protects the first part. The key of the second one is in it.</param>
    /// <param name="payload">The first part.</param>
    /// <param name="separate">The second part. Null when there is none.</param>
    public static byte[] Protect(IDataProtector protector, byte[] payload, SeparateTokens? separate)
    {
        var first = protector.Protect(payload);
        var second = SecondOf(separate);
        var both = GC.AllocateUninitializedArray<byte>(LengthBytes + first.Length + second.Length);
        BinaryPrimitives.WriteInt32LittleEndian(both, first.Length);
        first.CopyTo(both.AsSpan(LengthBytes));
        second.Span.CopyTo(both.AsSpan(LengthBytes + first.Length));
        return both;
    }

    /// <summary>A part of a cookie that stands for no bytes holds no tokens.</summary>
    private static ReadOnlyMemory<byte> SecondOf(SeparateTokens? separate)
    {
        try
        {
            return separate?.Sealed is { } part ? (part as SealedBytes)?.Bytes ?? part.ToArray() : default;
        }
        catch (FormatException)
        {
            return default;
        }
    }

    /// <returns>The first part, and what stands beside it. Null for what was not protected so.</returns>
    public static (byte[] Payload, SealedPart? Sealed)? Unprotect(IDataProtector protector, ReadOnlyMemory<byte> both)
    {
        if (both.Length < LengthBytes
            || BinaryPrimitives.ReadInt32LittleEndian(both.Span) is var length && (length < 0 || length > both.Length - LengthBytes))
        {
            return null;
        }

        try
        {
            var first = both.Slice(LengthBytes, length).ToArray();
            return (protector.Unprotect(first), new SealedBytes(both[(LengthBytes + length)..]));
        }
        catch (CryptographicException)
        {
            return null;
        }
    }
}

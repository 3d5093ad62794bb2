using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Auth0.AspNetCore.Mrrt;

/// <summary>Names a text in a few letters that do not give it away.</summary>
internal static class ShortHash
{
    /// <summary>Gives the first bytes of the text's SHA-256, in Base64url.</summary>
    public static string Of(string text, int bytes) =>
        Base64Url.EncodeToString(SHA256.HashData(Encoding.UTF8.GetBytes(text)).AsSpan(0, bytes));
}

using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Auth0.AspNetCore.Mrrt.Testing.Http;

namespace Auth0.AspNetCore.Mrrt.Testing.Authorize;

/// <summary>A code challenge (RFC 7636).</summary>
internal sealed class PkceChallenge(string value, bool isPlain)
{
    public bool Accepts(string? verifier) =>
        verifier is not null && SecretComparison.AreEqual(value, isPlain ? verifier : Hash(verifier));

    private static string Hash(string verifier) =>
        Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(verifier)));
}

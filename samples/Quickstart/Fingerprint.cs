using System.Security.Cryptography;
using System.Text;
using Auth0.AspNetCore.Mrrt;

namespace Quickstart;

/// <summary>Distinguishes tokens on the page without showing them. A hash is needed: all tokens of a tenant begin with the
/// same letters.</summary>
internal static class Fingerprint
{
    public static string Of(AccessToken token) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.ASCII.GetBytes(token.Value)))[..8];
}

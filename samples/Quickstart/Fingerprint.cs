using System.Security.Cryptography;
using System.Text;
using Auth0.AspNetCore.Mrrt;

namespace Quickstart;

/// <summary>Tells tokens apart without showing any of them: all of a tenant's tokens begin with the same letters.</summary>
internal static class Fingerprint
{
    public static string Of(AccessToken token) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.ASCII.GetBytes(token.Value)))[..8];
}

using System.Security.Cryptography;
using System.Text;

namespace Auth0.AspNetCore.Mrrt.Testing.Http;

/// <summary>Compares secrets in a time that tells neither where they differ nor how long they are.</summary>
internal static class SecretComparison
{
    public static bool AreEqual(string expected, string actual) =>
        CryptographicOperations.FixedTimeEquals(Hash(expected), Hash(actual));

    private static byte[] Hash(string value) => SHA256.HashData(Encoding.UTF8.GetBytes(value));
}

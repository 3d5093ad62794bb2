using System.Buffers.Text;
using System.Security.Cryptography;

namespace Auth0.AspNetCore.Mrrt.Testing.Http;

/// <summary>Values nobody can guess.</summary>
internal static class RandomValue
{
    public static string Create(int bytes = 32) => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(bytes));
}

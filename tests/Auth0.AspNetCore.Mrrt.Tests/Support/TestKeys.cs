using System.Security.Cryptography;

namespace Auth0.AspNetCore.Mrrt.Tests.Support;

/// <summary>Keys for all tests of a run: making an RSA key takes longer than most tests. Nobody disposes of them.</summary>
internal static class TestKeys
{
    public static RSA Rsa { get; } = RSA.Create(2048);

    public static RSA OtherRsa { get; } = RSA.Create(2048);

    public static RSA UnknownRsa { get; } = RSA.Create(2048);
}

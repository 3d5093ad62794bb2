using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Auth0.AspNetCore.Mrrt.Snippets.Support;

/// <summary>A certificate with its private key in a file, as a program finds it.</summary>
internal sealed class CertificateFile : IDisposable
{
    public const string Password = "only-for-this-test";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("auth0-mrrt-certificate-");

    /// <param name="expires">From now. Without it in an hour.</param>
    public CertificateFile(TimeSpan? expires = null)
    {
        Path = System.IO.Path.Combine(_folder.FullName, "keys.pfx");
        using var key = RSA.Create(2048);
        var request = new CertificateRequest("CN=keys", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        var now = TimeProvider.System.GetUtcNow();
        using var certificate = request.CreateSelfSigned(now.AddDays(-30), now + (expires ?? TimeSpan.FromHours(1)));
        File.WriteAllBytes(Path, certificate.Export(X509ContentType.Pkcs12, Password));
    }

    public string Path { get; }

    public void Dispose() => _folder.Delete(recursive: true);
}

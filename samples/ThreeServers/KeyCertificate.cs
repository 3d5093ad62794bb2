using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace ThreeServers;

/// <summary>The certificate that encrypts the shared keys. It lives as long as the sample; a real one comes from a vault.</summary>
internal static class KeyCertificate
{
    public static X509Certificate2 Create()
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest("CN=three-servers", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        var now = TimeProvider.System.GetUtcNow();
        return request.CreateSelfSigned(now.AddMinutes(-5), now.AddYears(1));
    }
}

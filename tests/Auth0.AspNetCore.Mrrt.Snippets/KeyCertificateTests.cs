using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Auth0.AspNetCore.Mrrt.Snippets.Support;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.Extensions.DependencyInjection;

namespace Auth0.AspNetCore.Mrrt.Snippets;

/// <summary>What the documentation says about the certificate that encrypts the keys. The framework does it.</summary>
public sealed class KeyCertificateTests : IDisposable
{
    private readonly DirectoryInfo _keys = Directory.CreateTempSubdirectory("auth0-mrrt-keys-");

    public void Dispose() => _keys.Delete(recursive: true);

    [Fact]
    public async Task An_earlier_certificate_opens_the_keys_that_it_encrypted()
    {
        using var earlier = Certificate();
        using var current = Certificate();
        var cookie = await ProtectAsync("cookie", earlier);

        (await OpensAsync(cookie, current, earlier)).Should().BeTrue();
        (await OpensAsync(cookie, current)).Should().BeFalse("its key cannot be read");
    }

    [Fact]
    public async Task A_new_key_is_encrypted_with_the_first_certificate_and_opens_where_that_one_is_known()
    {
        using var earlier = Certificate();
        using var current = Certificate();
        await ProtectAsync("cookie", earlier);
        await using (var server = Server(current, earlier))
        {
            var now = TimeProvider.System.GetUtcNow();
            server.GetRequiredService<IKeyManager>().CreateNewKey(now, now.AddDays(90));
        }

        var cookie = await ProtectAsync("cookie", current, earlier);

        (await OpensAsync(cookie, earlier, current)).Should().BeTrue("this server has both, in the order of before");
        (await OpensAsync(cookie, earlier)).Should().BeFalse("this server has not heard of the new certificate");
        (await OpensAsync(cookie, current)).Should().BeTrue("the earlier one is no longer needed");
    }

    [Fact]
    public async Task A_certificate_that_has_expired_still_encrypts_and_opens_keys()
    {
        using var expired = Certificate(expires: TimeSpan.FromDays(-1));
        var cookie = await ProtectAsync("cookie", expired);

        (await OpensAsync(cookie, expired)).Should().BeTrue();
    }

    private static X509Certificate2 Certificate(TimeSpan? expires = null)
    {
        using var file = new CertificateFile(expires);
        return X509CertificateLoader.LoadPkcs12FromFile(file.Path, CertificateFile.Password);
    }

    private async Task<string> ProtectAsync(string text, params X509Certificate2[] certificates)
    {
        await using var server = Server(certificates);
        return server.GetDataProtector("test").Protect(text);
    }

    private async Task<bool> OpensAsync(string cookie, params X509Certificate2[] certificates)
    {
        await using var server = Server(certificates);
        try
        {
            server.GetDataProtector("test").Unprotect(cookie);
            return true;
        }
        catch (CryptographicException)
        {
            return false;
        }
    }

    /// <summary>With the lines of the printed programs, and the keys in a folder.</summary>
    private ServiceProvider Server(params X509Certificate2[] certificates)
    {
        var services = new ServiceCollection();
        services.AddDataProtection()
            .SetApplicationName("orders-web")
            .PersistKeysToFileSystem(_keys)
            .ProtectKeysWithCertificate(certificates[0])
            .UnprotectKeysWithAnyCertificate(certificates);
        return services.BuildServiceProvider();
    }
}

using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Auth0.AspNetCore.Mrrt.RealOp;
using Microsoft.IdentityModel.Tokens;

namespace Auth0.AspNetCore.Mrrt.EndToEnd.Support;

/// <summary>What an application without a secret proves with who it is, and how a provider knows it.</summary>
internal sealed class ClientKeys : IDisposable
{
    private readonly RSA _rsa = RSA.Create(2048);
    private readonly ECDsa _ec = ECDsa.Create(ECCurve.NamedCurves.nistP256);

    public X509Certificate2 Certificate { get; } = SelfSigned.Certificate("web-cert");

    public SecurityKey For(string algorithm) => algorithm == SecurityAlgorithms.EcdsaSha256
        ? new ECDsaSecurityKey(_ec) { KeyId = "ec" }
        : new RsaSecurityKey(_rsa) { KeyId = "rsa" };

    public async Task RegisterAsync(RealProvider provider)
    {
        await provider.RegisterKeysAsync("web-key", Rsa(), Ec(_ec, "ec"));
        using var key = Certificate.GetECDsaPublicKey()!;
        await provider.RegisterKeysAsync("web-cert", new Dictionary<string, object>(Ec(key, "certificate"))
        {
            ["x5c"] = (string[])[Convert.ToBase64String(Certificate.RawData)],
        });
    }

    public void Dispose()
    {
        _rsa.Dispose();
        _ec.Dispose();
        Certificate.Dispose();
    }

    private Dictionary<string, object> Rsa()
    {
        var key = _rsa.ExportParameters(includePrivateParameters: false);
        return new()
        {
            ["kty"] = "RSA",
            ["kid"] = "rsa",
            ["n"] = Base64UrlEncoder.Encode(key.Modulus),
            ["e"] = Base64UrlEncoder.Encode(key.Exponent),
        };
    }

    private static Dictionary<string, object> Ec(ECDsa ec, string name)
    {
        var key = ec.ExportParameters(includePrivateParameters: false);
        return new()
        {
            ["kty"] = "EC",
            ["kid"] = name,
            ["crv"] = "P-256",
            ["x"] = Base64UrlEncoder.Encode(key.Q.X),
            ["y"] = Base64UrlEncoder.Encode(key.Q.Y),
        };
    }
}

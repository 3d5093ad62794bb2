using System.Buffers.Text;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json.Nodes;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Auth0.AspNetCore.Mrrt.Testing.Keys;

/// <summary>One RS256 key with the self-signed certificate that Auth0 publishes beside it.</summary>
internal sealed class SigningKey
{
    // The default handler would add nbf and its own idea of the time.
    private static readonly JsonWebTokenHandler Tokens = new() { SetDefaultTimesOnTokenCreation = false };
    private readonly SigningCredentials _credentials;
    private readonly string _certificate;
    private readonly string _thumbprint;

    public SigningKey(string commonName, DateTimeOffset now)
    {
        Rsa = RsaPool.Take();
        KeyId = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(16));
        var factory = new CryptoProviderFactory { CacheSignatureProviders = false };
        var key = new RsaSecurityKey(Rsa) { KeyId = KeyId, CryptoProviderFactory = factory };
        _credentials = new SigningCredentials(key, SecurityAlgorithms.RsaSha256);

        var request = new CertificateRequest(
            $"CN={commonName}", Rsa, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        using var certificate = request.CreateSelfSigned(now.AddDays(-1), now.AddYears(10));
        _certificate = Convert.ToBase64String(certificate.RawData);
        // x5t is a SHA-1 thumbprint by definition (RFC 7517, 4.8), which .NET computes as GetCertHash.
        _thumbprint = Base64Url.EncodeToString(certificate.GetCertHash());
    }

    public RSA Rsa { get; }

    public string KeyId { get; }

    public string Sign(JsonObject claims) => Tokens.CreateToken(claims.ToJsonString(), _credentials);

    public JsonObject ToJsonWebKey()
    {
        var parameters = Rsa.ExportParameters(includePrivateParameters: false);
        return new JsonObject
        {
            ["kty"] = "RSA",
            ["use"] = "sig",
            ["alg"] = "RS256",
            ["n"] = Base64Url.EncodeToString(parameters.Modulus),
            ["e"] = Base64Url.EncodeToString(parameters.Exponent),
            ["kid"] = KeyId,
            ["x5t"] = _thumbprint,
            ["x5c"] = new JsonArray(_certificate),
        };
    }
}

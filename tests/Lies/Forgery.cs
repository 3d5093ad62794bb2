using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.IdentityModel.Tokens;

namespace Auth0.AspNetCore.Mrrt.Lies;

/// <summary>Writes tokens that no library would: any header, any payload, any signature.</summary>
internal static class Forgery
{
    /// <summary>The header of an honest token.</summary>
    public const string Header = """{"alg":"RS256","typ":"JWT","kid":"rsa"}""";

    /// <summary>Nobody published it, but for a case that says so.</summary>
    public static readonly RSA OtherRsa = RSA.Create(2048);

    /// <summary>Too short for RS256 (RFC 7518, section 3.3).</summary>
    public static readonly RSA ShortRsa = RSA.Create(1024);

    /// <summary>On another curve than that of ES256 (RFC 7518, section 3.4).</summary>
    public static readonly ECDsa OtherCurve = ECDsa.Create(ECCurve.NamedCurves.nistP384);

    public static string Token(string header, byte[] payload, Func<byte[], byte[]> sign)
    {
        var signed = Base64UrlEncoder.Encode(header) + "." + Base64UrlEncoder.Encode(payload);
        return signed + "." + Base64UrlEncoder.Encode(sign(Encoding.ASCII.GetBytes(signed)));
    }

    public static string Token(string header, string payload, Func<byte[], byte[]>? sign = null) =>
        Token(header, Encoding.UTF8.GetBytes(payload), sign ?? Rs256(ScriptedTenant.Rsa));

    public static Func<byte[], byte[]> Rs256(RSA key) => data =>
        key.SignData(data, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);

    public static Func<byte[], byte[]> Rsa(HashAlgorithmName hash, RSASignaturePadding padding) => data =>
        ScriptedTenant.Rsa.SignData(data, hash, padding);

    public static Func<byte[], byte[]> Ec(ECDsa key, HashAlgorithmName hash) => data => key.SignData(data, hash);

    public static Func<byte[], byte[]> Hs256(byte[] secret) => data => HMACSHA256.HashData(secret, data);

    /// <summary>What a provider publishes of an RSA key.</summary>
    public static JsonObject Publish(RSA key, string? kid, string use = "sig")
    {
        var parameters = key.ExportParameters(includePrivateParameters: false);
        var jwk = new JsonObject
        {
            ["kty"] = "RSA",
            ["use"] = use,
            ["n"] = Base64UrlEncoder.Encode(parameters.Modulus),
            ["e"] = Base64UrlEncoder.Encode(parameters.Exponent),
        };
        if (kid is not null)
        {
            jwk["kid"] = kid;
        }

        return jwk;
    }

    public static string Certificate(RSA key) =>
        Certificate(new CertificateRequest("CN=tell-tale", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1));

    public static string Certificate(ECDsa key) =>
        Certificate(new CertificateRequest("CN=tell-tale", key, HashAlgorithmName.SHA256));

    public static JsonObject Publish(ECDsa key, string kid, string curve)
    {
        var parameters = key.ExportParameters(includePrivateParameters: false);
        return new JsonObject
        {
            ["kty"] = "EC",
            ["kid"] = kid,
            ["use"] = "sig",
            ["crv"] = curve,
            ["x"] = Base64UrlEncoder.Encode(parameters.Q.X),
            ["y"] = Base64UrlEncoder.Encode(parameters.Q.Y),
        };
    }

    private static string Certificate(CertificateRequest request)
    {
        using var certificate = request.CreateSelfSigned(
            new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero), new DateTimeOffset(2027, 1, 1, 0, 0, 0, TimeSpan.Zero));
        return Convert.ToBase64String(certificate.RawData);
    }
}

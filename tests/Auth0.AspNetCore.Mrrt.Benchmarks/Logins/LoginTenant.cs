using System.Buffers.Text;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using Auth0.AspNetCore.Mrrt.Benchmarks.Sites;
using Microsoft.AspNetCore.WebUtilities;

namespace Auth0.AspNetCore.Mrrt.Benchmarks.Logins;

/// <summary>A tenant in memory. It answers discovery, keys and codes. The ID token of a code is signed beforehand.</summary>
internal sealed class LoginTenant : HttpMessageHandler
{
    public const string Domain = "tenant.example.com";
    public const string Issuer = $"https://{Domain}/";
    public const string ClientId = "client-id";

    private const string KeyId = "NjVBRjY5MDlCMUIwNzU4RTA2QzZFMDQ4QzQ2MDAyQjVDNjk1RTM2Qg";

    private static readonly byte[] Discovery = Encoding.UTF8.GetBytes(
        $$"""
        {"issuer":"{{Issuer}}","authorization_endpoint":"{{Issuer}}authorize","token_endpoint":"{{Issuer}}oauth/token",
        "jwks_uri":"{{Issuer}}.well-known/jwks.json","userinfo_endpoint":"{{Issuer}}userinfo",
        "end_session_endpoint":"{{Issuer}}oidc/logout","revocation_endpoint":"{{Issuer}}oauth/revoke",
        "response_types_supported":["code"],"id_token_signing_alg_values_supported":["RS256"]}
        """);

    private readonly RSA _key = RSA.Create(2048);
    private readonly Dictionary<string, byte[]> _answers = new(StringComparer.Ordinal);
    private int _codes;

    /// <summary>Gives the code of a login that ends with this nonce. A code can be redeemed once.</summary>
    public string Grant(string nonce)
    {
        var code = $"code-{++_codes}";
        _answers[code] = Encoding.UTF8.GetBytes(
            $$"""
            {"access_token":"{{Samples.Jwt(Samples.PrimaryAudience)}}","refresh_token":"v1.Mdwqs-2rN8qQz0ZbI4sO1yHc9kPq7Lw3XkZ5T6b0sR4-{{_codes}}",
            "id_token":"{{IdToken(nonce)}}","expires_in":86400,"scope":"openid profile offline_access","token_type":"Bearer"}
            """);
        return code;
    }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var body = request.RequestUri!.AbsolutePath switch
        {
            "/.well-known/openid-configuration" => Discovery,
            "/.well-known/jwks.json" => Keys(),
            "/oauth/token" => Redeem(await request.Content!.ReadAsStringAsync(cancellationToken)),
            var path => throw new InvalidOperationException($"Nothing answers at {path}."),
        };
        var content = new ByteArrayContent(body);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        return new HttpResponseMessage { Content = content };
    }

    protected override void Dispose(bool disposing)
    {
        _key.Dispose();
        base.Dispose(disposing);
    }

    private byte[] Redeem(string form)
    {
        var fields = QueryHelpers.ParseQuery(form);
        return fields["code_verifier"].ToString().Length > 0 && _answers.Remove(fields["code"].ToString(), out var answer)
            ? answer
            : throw new InvalidOperationException("The code is unknown, or the verifier is missing.");
    }

    private byte[] Keys()
    {
        var key = _key.ExportParameters(includePrivateParameters: false);
        return Encoding.UTF8.GetBytes(
            $$"""
            {"keys":[{"kty":"RSA","use":"sig","alg":"RS256","kid":"{{KeyId}}",
            "n":"{{Base64Url.EncodeToString(key.Modulus)}}","e":"{{Base64Url.EncodeToString(key.Exponent)}}"}]}
            """);
    }

    private string IdToken(string nonce)
    {
        var now = Samples.Now.ToUnixTimeSeconds();
        var header = Encode($$"""{"alg":"RS256","typ":"JWT","kid":"{{KeyId}}"}""");
        var payload = Encode(
            $$"""
            {"nickname":"alice","name":"Alice Example","picture":"https://pictures.example.com/a.png",
            "updated_at":"2026-01-01T00:00:00.000Z","email":"alice@example.com","email_verified":true,"iss":"{{Issuer}}",
            "aud":"{{ClientId}}","sub":"auth0|65a1b2c3d4e5f60718293a4b","iat":{{now}},"exp":{{now + 36000}},
            "sid":"s-0123456789abcdef","nonce":"{{nonce}}"}
            """);
        var signed = $"{header}.{payload}";
        var signature = _key.SignData(Encoding.ASCII.GetBytes(signed), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        return $"{signed}.{Base64Url.EncodeToString(signature)}";
    }

    private static string Encode(string json) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(json));
}

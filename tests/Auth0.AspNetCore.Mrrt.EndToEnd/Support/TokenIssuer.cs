using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Auth0.AspNetCore.Mrrt.EndToEnd.Support;

/// <summary>A discovery document, one RSA key, and any access token that a test wants to show to an API.</summary>
internal sealed class TokenIssuer : IAsyncDisposable
{
    private const string KeyId = "issuer-key";

    private readonly RSA _rsa = RSA.Create(2048);
    private readonly WebApplication _app;

    private TokenIssuer()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        _app = builder.Build();
        _app.MapGet("/.well-known/openid-configuration", () => new { issuer = Issuer, jwks_uri = $"{Issuer}keys" });
        _app.MapGet("/keys", () => new { keys = (object[])[PublicKey()] });
    }

    /// <summary>The <c>iss</c> of its tokens; ends with a slash.</summary>
    public string Issuer => $"{_app.Urls.Single()}/";

    public static async Task<TokenIssuer> StartAsync()
    {
        var issuer = new TokenIssuer();
        await issuer._app.StartAsync();
        return issuer;
    }

    /// <summary>Signs a token with the published key.</summary>
    public string Sign(IReadOnlyDictionary<string, object?> claims) => Sign(claims, _rsa);

    /// <summary>Signs a token with a key that nobody published, under the name of the published key.</summary>
    public static string SignWithAnotherKey(IReadOnlyDictionary<string, object?> claims)
    {
        using var another = RSA.Create(2048);
        return Sign(claims, another);
    }

    /// <summary>A token with <c>"alg":"none"</c>.</summary>
    public static string LeaveUnsigned(IReadOnlyDictionary<string, object?> claims) =>
        new JsonWebTokenHandler().CreateToken(JsonSerializer.Serialize(claims));

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        _rsa.Dispose();
    }

    // Without the cache of signature providers, which outlives the key.
    private static string Sign(IReadOnlyDictionary<string, object?> claims, RSA rsa) =>
        new JsonWebTokenHandler().CreateToken(
            JsonSerializer.Serialize(claims),
            new SigningCredentials(new RsaSecurityKey(rsa) { KeyId = KeyId }, SecurityAlgorithms.RsaSha256)
            {
                CryptoProviderFactory = new CryptoProviderFactory { CacheSignatureProviders = false },
            });

    private Dictionary<string, string> PublicKey()
    {
        var key = _rsa.ExportParameters(includePrivateParameters: false);
        return new()
        {
            ["kty"] = "RSA",
            ["use"] = "sig",
            ["kid"] = KeyId,
            ["n"] = Base64UrlEncoder.Encode(key.Modulus),
            ["e"] = Base64UrlEncoder.Encode(key.Exponent),
        };
    }
}

using System.Collections.Concurrent;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Auth0.AspNetCore.Mrrt.Lies;

/// <summary>A tenant whose every answer a test can write. What nobody changed is what an honest one would say.</summary>
internal sealed class ScriptedTenant : HttpMessageHandler
{
    public const string Domain = "tenant.example.com";
    public const string Issuer = "https://tenant.example.com/";
    public const string ClientId = "app";

    /// <summary>What it signs with. A test that forges a token uses them as well.</summary>
    public static readonly RSA Rsa = RSA.Create(2048);
    public static readonly ECDsa Ec = ECDsa.Create(ECCurve.NamedCurves.nistP256);

    private readonly TimeProvider _time;
    private readonly string _issuer;

    /// <param name="time">The tenant's clock.</param>
    /// <param name="domain">Where the tenant is. A name stands for https; an address without a slash at its end is taken as it
    /// is.</param>
    public ScriptedTenant(TimeProvider time, string domain = Domain)
    {
        _time = time;
        _issuer = domain.Contains("://", StringComparison.Ordinal) ? $"{domain}/" : $"https://{domain}/";
        Discovery = new JsonObject
        {
            ["issuer"] = _issuer,
            ["authorization_endpoint"] = _issuer + "authorize",
            ["token_endpoint"] = _issuer + "oauth/token",
            ["userinfo_endpoint"] = _issuer + "userinfo",
            ["jwks_uri"] = _issuer + "jwks",
            ["revocation_endpoint"] = _issuer + "custom/revoke",
            ["end_session_endpoint"] = _issuer + "oidc/logout",
        };
    }

    public JsonObject Discovery { get; }

    /// <summary>The keys that it publishes.</summary>
    public JsonObject KeySet { get; set; } = Keys();

    /// <summary>What a call has to wait for.</summary>
    public Func<string, CancellationToken, Task> Before { get; set; } = (_, _) => Task.CompletedTask;

    /// <summary>Has the first word on discovery and keys.</summary>
    public Func<string, HttpResponseMessage?> Published { get; set; } = _ => null;

    /// <summary>Everything but discovery and keys, in order.</summary>
    public ConcurrentQueue<RecordedCall> Calls { get; } = new();

    /// <summary>Discovery and keys, in order.</summary>
    public ConcurrentQueue<string> Fetches { get; } = new();

    /// <summary>The nonce of the login under way.</summary>
    public string? Nonce { get; set; }

    public string Algorithm { get; set; } = SecurityAlgorithms.RsaSha256;

    public Dictionary<string, object> Header { get; } = [];

    /// <summary>Changes the claims of ID tokens.</summary>
    public Action<JsonObject> Claims { get; set; } = _ => { };

    /// <summary>Writes whole ID tokens, out of the claims of an honest one.</summary>
    public Func<JsonObject, string>? Forge { get; set; }

    /// <summary>Changes successful answers of the token endpoint.</summary>
    public Action<JsonObject> Answer { get; set; } = _ => { };

    /// <summary>Has the first word on every call but discovery and keys.</summary>
    public Func<RecordedCall, HttpResponseMessage?> Reply { get; set; } = _ => null;

    public static HttpResponseMessage Json(JsonNode json, HttpStatusCode status = HttpStatusCode.OK) =>
        new(status) { Content = new StringContent(json.ToJsonString(), Encoding.UTF8, "application/json") };

    public IEnumerable<RecordedCall> To(string path) =>
        Calls.Where(call => new Uri(call.Address).AbsolutePath == "/" + path);

    /// <summary>Says the truth again, but for discovery and keys, which the application may have read.</summary>
    public void Forget()
    {
        Calls.Clear();
        Fetches.Clear();
        Header.Clear();
        Nonce = null;
        Algorithm = SecurityAlgorithms.RsaSha256;
        (Claims, Answer, Forge) = (_ => { }, _ => { }, null);
        (Reply, Before) = (_ => null, (_, _) => Task.CompletedTask);
    }

    public string IdToken()
    {
        var now = _time.GetUtcNow().ToUnixTimeSeconds();
        var claims = new JsonObject
        {
            ["iss"] = _issuer,
            ["sub"] = "auth0|alice",
            ["aud"] = ClientId,
            ["iat"] = now,
            ["exp"] = now + 36000,
            ["sid"] = "sid-1",
            ["name"] = "Alice",
            ["nonce"] = Nonce,
        };
        Claims(claims);
        if (Forge is not null)
        {
            return Forge(claims);
        }

        SecurityKey key = Algorithm switch
        {
            SecurityAlgorithms.EcdsaSha256 => new ECDsaSecurityKey(Ec) { KeyId = "ec" },
            SecurityAlgorithms.HmacSha256 => new SymmetricSecurityKey(new byte[32]) { KeyId = "rsa" },
            _ => new RsaSecurityKey(Rsa) { KeyId = "rsa" },
        };
        return new JsonWebTokenHandler { SetDefaultTimesOnTokenCreation = false }.CreateToken(
            claims.ToJsonString(), new SigningCredentials(key, Algorithm), Header);
    }

    protected override async Task<HttpResponseMessage> SendAsync(
        HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var path = request.RequestUri!.AbsolutePath;
        await Before(path, cancellationToken);
        if (path is "/.well-known/openid-configuration" or "/jwks")
        {
            Fetches.Enqueue(path);
            return Published(path) ?? Json(path == "/jwks" ? KeySet : Discovery);
        }

        var call = new RecordedCall(
            request.RequestUri.AbsoluteUri,
            request.Headers.ToDictionary(header => header.Key, header => string.Join(',', header.Value)),
            request.Content is null ? "" : await request.Content.ReadAsStringAsync(cancellationToken));
        Calls.Enqueue(call);
        return Reply(call) ?? Honest(path, call);
    }

    private HttpResponseMessage Honest(string path, RecordedCall call)
    {
        switch (path)
        {
            case "/oauth/token":
                var answer = new JsonObject
                {
                    ["access_token"] = "access-token-1",
                    ["refresh_token"] = "refresh-token-1",
                    ["token_type"] = "Bearer",
                    ["expires_in"] = 3600,
                    ["id_token"] = IdToken(),
                };
                Answer(answer);
                return Json(answer);
            case "/userinfo":
                return Json(new JsonObject { ["sub"] = "auth0|alice", ["email"] = "alice@example.com" });
            case "/oauth/par":
                Nonce = call.Form["nonce"];
                return Json(
                    new JsonObject { ["request_uri"] = "urn:ietf:params:oauth:request_uri:1", ["expires_in"] = 30 },
                    HttpStatusCode.Created);
            case "/custom/revoke":
                return new HttpResponseMessage(HttpStatusCode.OK);
            default:
                throw new InvalidOperationException($"Nobody registered an answer for {path}.");
        }
    }

    private static JsonObject Keys()
    {
        var rsa = Rsa.ExportParameters(includePrivateParameters: false);
        var ec = Ec.ExportParameters(includePrivateParameters: false);
        return new JsonObject
        {
            ["keys"] = new JsonArray(
                new JsonObject
                {
                    ["kty"] = "RSA",
                    ["kid"] = "rsa",
                    ["use"] = "sig",
                    ["n"] = Base64UrlEncoder.Encode(rsa.Modulus),
                    ["e"] = Base64UrlEncoder.Encode(rsa.Exponent),
                },
                new JsonObject
                {
                    ["kty"] = "EC",
                    ["kid"] = "ec",
                    ["use"] = "sig",
                    ["crv"] = "P-256",
                    ["x"] = Base64UrlEncoder.Encode(ec.Q.X),
                    ["y"] = Base64UrlEncoder.Encode(ec.Q.Y),
                }),
        };
    }
}

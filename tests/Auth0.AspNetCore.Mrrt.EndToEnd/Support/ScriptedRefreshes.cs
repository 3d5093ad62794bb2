using System.Net;
using System.Text.Json.Nodes;
using Auth0.AspNetCore.Mrrt.Lies;
using Auth0.AspNetCore.Mrrt.Testing;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Auth0.AspNetCore.Mrrt.EndToEnd.Support;

/// <summary>The refreshes of one sign-in, as an honest tenant grants them.</summary>
internal sealed class ScriptedRefreshes(
    ScriptedTenant tenant, string domain, IReadOnlyList<RefreshTokenPolicy> apis, TimeProvider clock)
{
    public const string ClientSecret = "scripted-secret-scripted-secret-scripted-secret";

    private const int Lifetime = 3600;

    private static readonly string[] OwnScopes = ["openid", "profile", "email", "offline_access"];

    private readonly Lock _lock = new();
    private readonly List<string> _audiences = [];
    private int _generation;
    private int _reuses;

    public bool Rotates { get; set; } = true;

    private string RefreshToken => $"refresh-token-{_generation}";

    /// <summary>Writes the answer to the code of a sign-in.</summary>
    public void SignIn(JsonObject answer)
    {
        lock (_lock)
        {
            _generation++;
            Write(answer, apis[0], [.. OwnScopes, .. apis[0].Scopes]);
            answer["refresh_token"] = RefreshToken;
        }
    }

    public HttpResponseMessage Answer(RecordedCall call, Action<JsonObject> change)
    {
        lock (_lock)
        {
            if (call.Form.GetValueOrDefault("client_secret") != ClientSecret)
            {
                return Refusal("access_denied", HttpStatusCode.Unauthorized);
            }

            if (call.Form.GetValueOrDefault("refresh_token") != RefreshToken)
            {
                _reuses++;
                return Refusal("invalid_grant", HttpStatusCode.Forbidden);
            }

            var audience = call.Form.GetValueOrDefault("audience");
            _audiences.Add(audience ?? "");
            return ScriptedTenant.Json(Granted(audience, call.Form.GetValueOrDefault("scope"), change));
        }
    }

    public ProviderTally Tally()
    {
        lock (_lock)
        {
            return new ProviderTally
            {
                Exchanges = _audiences.Count,
                ExchangesByAudience = _audiences.CountBy(audience => audience).ToDictionary(),
                ReuseDetections = _reuses,
                FamiliesRevoked = 0,
                Revocations = tenant.To("custom/revoke").Count(),
                MaxTokenCallsInFlight = 1,
                Logouts = 0,
            };
        }
    }

    public void Forget()
    {
        lock (_lock)
        {
            _audiences.Clear();
            _reuses = 0;
        }
    }

    /// <summary>An audience outside the policies gives a token for the audience of the sign-in. A scope outside them is left
    /// out.</summary>
    private JsonObject Granted(string? audience, string? scope, Action<JsonObject> change)
    {
        var api = apis.FirstOrDefault(policy => policy.Audience == audience) ?? apis[0];
        string[] allowed = [.. OwnScopes, .. api.Scopes];
        var answer = new JsonObject();
        Write(answer, api, scope is null ? allowed : [.. scope.Split(' ').Where(allowed.Contains)]);
        answer["id_token"] = tenant.IdToken();
        if (Rotates)
        {
            _generation++;
            answer["refresh_token"] = RefreshToken;
        }

        change(answer);
        return answer;
    }

    private void Write(JsonObject answer, RefreshTokenPolicy api, string[] scopes)
    {
        answer["access_token"] = AccessToken(api.Audience, scopes);
        answer["token_type"] = "Bearer";
        answer["expires_in"] = Lifetime;
        answer["scope"] = string.Join(' ', scopes);
    }

    private string AccessToken(string audience, string[] scopes)
    {
        var now = clock.GetUtcNow().ToUnixTimeSeconds();
        var claims = new JsonObject
        {
            ["iss"] = $"{domain}/",
            ["sub"] = "auth0|alice",
            ["aud"] = audience,
            ["azp"] = ScriptedTenant.ClientId,
            ["iat"] = now,
            ["exp"] = now + Lifetime,
            ["jti"] = Guid.NewGuid().ToString(),
            ["scope"] = string.Join(' ', scopes),
        };
        return new JsonWebTokenHandler { SetDefaultTimesOnTokenCreation = false }.CreateToken(
            claims.ToJsonString(),
            new SigningCredentials(new RsaSecurityKey(ScriptedTenant.Rsa) { KeyId = "rsa" }, SecurityAlgorithms.RsaSha256));
    }

    private static HttpResponseMessage Refusal(string error, HttpStatusCode status) =>
        ScriptedTenant.Json(new JsonObject { ["error"] = error, ["error_description"] = "No." }, status);
}

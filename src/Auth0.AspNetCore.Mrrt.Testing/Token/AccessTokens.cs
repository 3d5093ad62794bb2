using System.Text.Json.Nodes;
using Auth0.AspNetCore.Mrrt.Testing.Exchanges;
using Auth0.AspNetCore.Mrrt.Testing.Grants;
using Auth0.AspNetCore.Mrrt.Testing.Hosting;
using Auth0.AspNetCore.Mrrt.Testing.Http;
using Auth0.AspNetCore.Mrrt.Testing.Keys;

namespace Auth0.AspNetCore.Mrrt.Testing.Token;

/// <summary>Issues access tokens in the shape of Auth0's own token profile, and knows them again.</summary>
internal sealed class AccessTokens(
    SigningKeys keys, TenantAddress address, TenantBehavior behavior, TimeProvider clock, IssuedSecrets secrets)
{
    private static readonly TimeSpan UserInfoLifetime = TimeSpan.FromHours(24);
    private readonly Lock _sync = new();
    private readonly Dictionary<string, IssuedAccessToken> _issued = new(StringComparer.Ordinal);

    public (string Value, TimeSpan Lifetime) Issue(LoginGrant login, IssuedGrant issued)
    {
        var lifetime = issued.Api?.AccessTokenLifetime ?? UserInfoLifetime;
        // Without an API the token is opaque to applications, and serves /userinfo only.
        var value = secrets.Keep(issued.Api is { } api && !behavior.OpaqueAccessTokens
            ? keys.Sign(Claims(login, issued, api, lifetime))
            : RandomValue.Create());
        lock (_sync)
        {
            _issued[value] = new IssuedAccessToken(login, issued.Scopes, clock.GetUtcNow() + lifetime);
        }

        return (value, lifetime);
    }

    public IssuedAccessToken? Find(string value)
    {
        lock (_sync)
        {
            return _issued.TryGetValue(value, out var token) && clock.GetUtcNow() < token.ExpiresAt ? token : null;
        }
    }

    private JsonObject Claims(LoginGrant login, IssuedGrant issued, TenantApi api, TimeSpan lifetime)
    {
        var now = clock.GetUtcNow().ToUnixTimeSeconds();
        var claims = new JsonObject
        {
            ["iss"] = address.Issuer,
            ["sub"] = login.User.Id,
            ["aud"] = issued.Scopes.Contains(ScopeList.OpenId)
                ? new JsonArray(api.Identifier, address.UserInfo)
                : api.Identifier,
            ["iat"] = now,
            ["exp"] = now + (long)lifetime.TotalSeconds,
            ["azp"] = login.Client.ClientId,
            // Auth0's profile has no jti, but two exchanges in one second must not give the same token.
            ["jti"] = RandomValue.Create(12),
        };
        if (ScopeList.Print(issued.Scopes) is { } scope)
        {
            claims["scope"] = scope;
        }

        if (api.AddPermissions)
        {
            claims["permissions"] = new JsonArray([.. ApiScopes.Permissions(api, login.User).Select(p => (JsonNode)p)]);
        }

        return claims.WithOrganization(login.Organization).WithReplaced(login.User.AccessTokenClaims);
    }
}

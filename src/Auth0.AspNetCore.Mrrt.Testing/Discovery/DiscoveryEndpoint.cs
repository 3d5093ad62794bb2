using System.Text.Json.Nodes;
using Auth0.AspNetCore.Mrrt.Testing.Hosting;
using Auth0.AspNetCore.Mrrt.Testing.Http;
using Auth0.AspNetCore.Mrrt.Testing.Keys;
using Microsoft.AspNetCore.Http;

namespace Auth0.AspNetCore.Mrrt.Testing.Discovery;

/// <summary>The discovery document, under both of its names, and the signing keys.</summary>
internal sealed class DiscoveryEndpoint(
    TenantAddress address, SigningKeys keys, TenantBehavior behavior, TenantCounters counters)
{
    public Task HandleAsync(HttpContext http)
    {
        counters.Add(TenantCounters.Count.DiscoveryRequests);
        return JsonReply.WriteCacheableAsync(http.Response, StatusCodes.Status200OK, Document());
    }

    public Task HandleKeysAsync(HttpContext http)
    {
        counters.Add(TenantCounters.Count.JwksRequests);
        return JsonReply.WriteCacheableAsync(http.Response, StatusCodes.Status200OK, keys.ToJsonWebKeySet());
    }

    // Only what the tenant can do; except that Auth0 advertises PKCE with plain, whether it works or not.
    private JsonObject Document()
    {
        var document = new JsonObject
        {
            ["issuer"] = address.Issuer,
            ["authorization_endpoint"] = address.At("authorize"),
            ["token_endpoint"] = address.At("oauth/token"),
            ["userinfo_endpoint"] = address.UserInfo,
            ["jwks_uri"] = address.At(".well-known/jwks.json"),
            ["revocation_endpoint"] = address.At("oauth/revoke"),
            ["scopes_supported"] = new JsonArray(
                "openid", "profile", "offline_access", "name", "email", "email_verified", "phone", "address"),
            ["response_types_supported"] = new JsonArray("code"),
            ["response_modes_supported"] = new JsonArray("query", "fragment", "form_post"),
            ["grant_types_supported"] = new JsonArray("authorization_code", "refresh_token"),
            ["code_challenge_methods_supported"] = new JsonArray("S256", "plain"),
            ["subject_types_supported"] = new JsonArray("public"),
            ["id_token_signing_alg_values_supported"] = new JsonArray("RS256"),
            ["token_endpoint_auth_methods_supported"] =
                new JsonArray("client_secret_basic", "client_secret_post", "none"),
            ["claims_supported"] = new JsonArray(
                "aud", "auth_time", "email", "email_verified", "exp", "iat", "iss", "name", "nickname", "picture", "sub"),
            ["request_uri_parameter_supported"] = false,
            ["request_parameter_supported"] = false,
        };
        if (behavior.AdvertiseEndSessionEndpoint)
        {
            document["end_session_endpoint"] = address.At("oidc/logout");
        }

        return document;
    }
}

using System.Text.Json;
using Auth0.AspNetCore.Mrrt.Jwt;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;

namespace Auth0.AspNetCore.Mrrt.Tenant;

/// <summary>The addresses that the application's server calls. With a client certificate they may be other ones (RFC 8705,
/// section 5); what the tenant names no other for stays where it is.</summary>
internal static class TenantEndpoints
{
    private const string AliasesMember = "mtls_endpoint_aliases";

    public static Uri Token(TenantSettings tenant, OpenIdConnectConfiguration configuration) =>
        Find(tenant, configuration, "token_endpoint", configuration.TokenEndpoint)
        ?? throw new InvalidOperationException("The tenant names no token endpoint.");

    /// <summary>Auth0 has it whether its discovery document says so or not.</summary>
    public static Uri Revocation(TenantSettings tenant, OpenIdConnectConfiguration configuration) =>
        Find(tenant, configuration, "revocation_endpoint", configuration.RevocationEndpoint)
        ?? new Uri(tenant.Address, "oauth/revoke");

    public static Uri? PushedAuthorization(TenantSettings tenant, OpenIdConnectConfiguration configuration) =>
        Find(
            tenant,
            configuration,
            "pushed_authorization_request_endpoint",
            configuration.PushedAuthorizationRequestEndpoint);

    public static Uri? UserInfo(TenantSettings tenant, OpenIdConnectConfiguration configuration) =>
        Find(tenant, configuration, "userinfo_endpoint", configuration.UserInfoEndpoint);

    /// <summary>Every address that the tenant names for clients with a certificate.</summary>
    public static IEnumerable<string?> Aliases(OpenIdConnectConfiguration configuration) =>
        AliasesOf(configuration) is { ValueKind: JsonValueKind.Object } aliases
            ? aliases.EnumerateObject().Select(alias =>
                alias.Value.ValueKind == JsonValueKind.String ? alias.Value.GetString() : null)
            : [];

    private static Uri? Find(
        TenantSettings tenant, OpenIdConnectConfiguration configuration, string name, string? usual)
    {
        var alias = tenant.ClientAuthentication == ClientAuthenticationMethod.TlsClientAuth
            && AliasesOf(configuration) is { } aliases
                ? JwtJson.Text(aliases, name)
                : null;
        return (string.IsNullOrEmpty(alias) ? usual : alias) is { Length: > 0 } address ? new Uri(address) : null;
    }

    /// <summary>IdentityModel gives what it has no property for as JSON, in one form or another.</summary>
    private static JsonElement? AliasesOf(OpenIdConnectConfiguration configuration)
    {
        if (!configuration.AdditionalData.TryGetValue(AliasesMember, out var value))
        {
            return null;
        }

        if (value is JsonElement element)
        {
            return element;
        }

        try
        {
            using var document = JsonDocument.Parse(value as string ?? "");
            return document.RootElement.Clone();
        }
        catch (JsonException)
        {
            return null;
        }
    }
}

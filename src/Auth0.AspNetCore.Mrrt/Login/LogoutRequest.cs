using System.Text.Json;
using Auth0.AspNetCore.Mrrt.Jwt;
using Auth0.AspNetCore.Mrrt.Tenant;
using Microsoft.AspNetCore.Authentication;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;

namespace Auth0.AspNetCore.Mrrt.Login;

/// <summary>What ends the tenant's own session: <c>/oidc/logout</c> (OpenID Connect RP-Initiated Logout 1.0, section 2) or
/// <c>/v2/logout</c>.</summary>
internal static class LogoutRequest
{
    /// <summary>What only the first of the two understands, or would take for something else.</summary>
    private static readonly string[] OidcOnly = ["state", "ui_locales", "logout_hint"];

    public static OpenIdConnectMessage Create(
        Auth0WebAppOptions options,
        OpenIdConnectConfiguration? configuration,
        AuthenticationProperties properties,
        string returnTo,
        string? idToken)
    {
        var message = new OpenIdConnectMessage { EnableTelemetryParameters = false, ClientId = options.ClientId };
        var oidc = OidcAddress(options, configuration?.EndSessionEndpoint);
        if (oidc is not null)
        {
            message.IssuerAddress = oidc;
            message.PostLogoutRedirectUri = returnTo;
            message.IdTokenHint = options.SendIdTokenHint ? idToken : null;
            message.SetParameter("logout_hint", SessionAtTenant(idToken));
        }
        else
        {
            message.IssuerAddress = At(options, "v2/logout");
            message.SetParameter("returnTo", returnTo);
        }

        foreach (var (item, value) in properties.Items)
        {
            if (item.StartsWith(AuthorizationParameters.LogoutItemPrefix, StringComparison.Ordinal)
                && item[AuthorizationParameters.LogoutItemPrefix.Length..] is var name
                && !AuthorizationParameters.IsReservedAtLogout(name)
                && (oidc is not null || !OidcOnly.Contains(name)))
            {
                message.SetParameter(name, value ?? "");
            }
        }

        return message;
    }

    private static string? OidcAddress(Auth0WebAppOptions options, string? announced) => options.LogoutStrategy switch
    {
        LogoutStrategy.V2 => null,
        // Auth0 has it whether its tenant's settings announce it or not.
        LogoutStrategy.Oidc => string.IsNullOrEmpty(announced) ? At(options, "oidc/logout") : announced,
        _ => string.IsNullOrEmpty(announced) ? null : announced,
    };

    private static string At(Auth0WebAppOptions options, string path) =>
        new Uri(TenantAddress.Parse(options.Domain), path).AbsoluteUri;

    /// <summary>The name that the tenant's session has there.</summary>
    private static string? SessionAtTenant(string? idToken) =>
        ReadableJwt.Read(idToken) is { } token && JwtJson.Payload(token) is JsonElement claims
            ? JwtJson.Text(claims, "sid")
            : null;
}

using System.Text.Json;
using Auth0.AspNetCore.Mrrt.Jwt;
using Microsoft.AspNetCore.Authentication;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;

namespace Auth0.AspNetCore.Mrrt.Login.SignOut;

/// <summary>The request that ends the tenant's own session, at <c>/oidc/logout</c> (OpenID Connect RP-Initiated Logout 1.0,
/// section 2) or at <c>/v2/logout</c>.</summary>
internal static class LogoutRequest
{
    /// <summary>Parameters that only <c>/oidc/logout</c> understands.</summary>
    private static readonly string[] OidcOnly = ["state", "ui_locales", "logout_hint"];

    /// <summary>An ID token with many claims makes an address that servers refuse. The tenant then goes by
    /// <c>logout_hint</c>.</summary>
    public const int LongestIdTokenHint = 4096;

    public static OpenIdConnectMessage Create(
        Auth0WebAppOptions options,
        string clientId,
        Uri tenant,
        OpenIdConnectConfiguration? configuration,
        AuthenticationProperties properties,
        string returnTo,
        string? idToken)
    {
        var message = new OpenIdConnectMessage { EnableTelemetryParameters = false, ClientId = clientId };
        var oidc = OidcAddress(options.LogoutStrategy, tenant, configuration?.EndSessionEndpoint);
        if (oidc is not null)
        {
            message.IssuerAddress = oidc;
            message.PostLogoutRedirectUri = returnTo;
            message.IdTokenHint = options.SendIdTokenHint && idToken is { Length: <= LongestIdTokenHint } ? idToken : null;
            message.SetParameter("logout_hint", SessionAtTenant(idToken));
        }
        else
        {
            message.IssuerAddress = At(tenant, "v2/logout");
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

    private static string? OidcAddress(LogoutStrategy strategy, Uri tenant, string? announced) => strategy switch
    {
        LogoutStrategy.V2 => null,
        // Auth0 has this endpoint even when the tenant does not announce it.
        LogoutStrategy.Oidc => string.IsNullOrEmpty(announced) ? At(tenant, "oidc/logout") : announced,
        _ => string.IsNullOrEmpty(announced) ? null : announced,
    };

    private static string At(Uri tenant, string path) => new Uri(tenant, path).AbsoluteUri;

    /// <summary>The tenant's own name of its session.</summary>
    private static string? SessionAtTenant(string? idToken) =>
        ReadableJwt.Read(idToken) is { } token && JwtJson.Payload(token) is JsonElement claims
            ? JwtJson.Text(claims, "sid")
            : null;
}

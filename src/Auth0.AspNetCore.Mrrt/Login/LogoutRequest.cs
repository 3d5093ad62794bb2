using Auth0.AspNetCore.Mrrt.TokenEndpoint;
using Microsoft.AspNetCore.Authentication;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;

namespace Auth0.AspNetCore.Mrrt.Login;

/// <summary>What ends the tenant's own session: <c>/oidc/logout</c> where the tenant announces it (OpenID
/// Connect RP-Initiated Logout 1.0, section 2), <c>/v2/logout</c> otherwise.</summary>
internal static class LogoutRequest
{
    public static OpenIdConnectMessage Create(
        Auth0WebAppOptions options,
        OpenIdConnectConfiguration? configuration,
        AuthenticationProperties properties,
        string returnTo,
        string? idToken)
    {
        var message = new OpenIdConnectMessage { EnableTelemetryParameters = false, ClientId = options.ClientId };
        if (configuration?.EndSessionEndpoint is { Length: > 0 } endSession)
        {
            message.IssuerAddress = endSession;
            message.PostLogoutRedirectUri = returnTo;
            message.IdTokenHint = idToken;
        }
        else
        {
            message.IssuerAddress = new Uri(TenantAddress.Parse(options.Domain), "v2/logout").AbsoluteUri;
            message.SetParameter("returnTo", returnTo);
        }

        foreach (var (name, value) in properties.Items)
        {
            if (name.StartsWith(AuthorizationParameters.LogoutItemPrefix, StringComparison.Ordinal))
            {
                message.SetParameter(name[AuthorizationParameters.LogoutItemPrefix.Length..], value ?? "");
            }
        }

        return message;
    }
}

using Auth0.AspNetCore.Mrrt.TokenEndpoint;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;

namespace Auth0.AspNetCore.Mrrt.Login;

/// <summary>The tenant's address that ends its own session: <c>/oidc/logout</c> where the tenant announces it (OpenID
/// Connect RP-Initiated Logout 1.0, section 2), <c>/v2/logout</c> otherwise.</summary>
internal static class LogoutRequest
{
    public static string Address(
        Auth0WebAppOptions options,
        OpenIdConnectConfiguration? configuration,
        AuthenticationProperties properties,
        string returnTo,
        string? idToken)
    {
        var parameters = new Dictionary<string, string?>(StringComparer.Ordinal) { ["client_id"] = options.ClientId };
        string endpoint;
        if (configuration?.EndSessionEndpoint is { Length: > 0 } endSession)
        {
            endpoint = endSession;
            parameters["post_logout_redirect_uri"] = returnTo;
            if (idToken is not null)
            {
                parameters["id_token_hint"] = idToken;
            }
        }
        else
        {
            endpoint = new Uri(TenantAddress.Parse(options.Domain), "v2/logout").AbsoluteUri;
            parameters["returnTo"] = returnTo;
        }

        foreach (var (name, value) in properties.Items)
        {
            if (name.StartsWith(AuthorizationParameters.LogoutItemPrefix, StringComparison.Ordinal))
            {
                parameters[name[AuthorizationParameters.LogoutItemPrefix.Length..]] = value ?? "";
            }
        }

        return QueryHelpers.AddQueryString(endpoint, parameters);
    }
}

using Microsoft.IdentityModel.Protocols.OpenIdConnect;

namespace Auth0.AspNetCore.Mrrt.Login.Callback;

/// <summary>Checks which provider answered a login (RFC 9207, section 2.4). Otherwise a code could go to the wrong
/// provider.</summary>
internal static class ResponseIssuer
{
    public static bool IsExpected(OpenIdConnectMessage message, OpenIdConnectConfiguration configuration) =>
        message.GetParameter("iss") is { } issuer
            ? string.Equals(issuer, configuration.Issuer, StringComparison.Ordinal)
            : !configuration.AuthorizationResponseIssParameterSupported;
}

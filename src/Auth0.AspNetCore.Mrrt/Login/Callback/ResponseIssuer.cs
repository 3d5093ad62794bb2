using Microsoft.IdentityModel.Protocols.OpenIdConnect;

namespace Auth0.AspNetCore.Mrrt.Login.Callback;

/// <summary>Who answered a login: with another provider's answer in the place of the tenant's, a code would go to the
/// wrong one (RFC 9207, section 2.4).</summary>
internal static class ResponseIssuer
{
    public static bool IsExpected(OpenIdConnectMessage message, OpenIdConnectConfiguration configuration) =>
        message.GetParameter("iss") is { } issuer
            ? string.Equals(issuer, configuration.Issuer, StringComparison.Ordinal)
            : !configuration.AuthorizationResponseIssParameterSupported;
}

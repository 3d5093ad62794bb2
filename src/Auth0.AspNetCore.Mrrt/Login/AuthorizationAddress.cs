using Auth0.AspNetCore.Mrrt.Tenant;
using Auth0.AspNetCore.Mrrt.TokenEndpoint;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;

namespace Auth0.AspNetCore.Mrrt.Login;

/// <summary>Where the browser goes with an authorization request: all of it in the address, or only its name, where it has
/// been pushed (RFC 9126, section 4).</summary>
internal sealed class AuthorizationAddress(PushedAuthorizationClient pushedRequests)
{
    public async Task<string> OfAsync(
        string scheme,
        Auth0WebAppOptions options,
        OpenIdConnectConfiguration configuration,
        OpenIdConnectMessage message,
        CancellationToken cancellationToken)
    {
        var endpoint = options.PushedAuthorization == PushedAuthorization.Disable
            ? null
            : TenantEndpoints.PushedAuthorization(options, configuration);
        if (endpoint is null)
        {
            return options.PushedAuthorization == PushedAuthorization.Require
                ? throw new InvalidOperationException(
                    $"{nameof(options.PushedAuthorization)} of scheme '{scheme}' is {nameof(PushedAuthorization.Require)}, and the "
                    + "tenant announces no pushed authorization requests: switch them on at the tenant.")
                : message.BuildRedirectUrl();
        }

        var pushed = new OpenIdConnectMessage
        {
            EnableTelemetryParameters = false,
            IssuerAddress = message.IssuerAddress,
            ClientId = options.ClientId,
        };
        pushed.SetParameter("request_uri", await pushedRequests.PushAsync(
            scheme, options, endpoint, message.Parameters, cancellationToken).ConfigureAwait(false));
        return pushed.BuildRedirectUrl();
    }
}

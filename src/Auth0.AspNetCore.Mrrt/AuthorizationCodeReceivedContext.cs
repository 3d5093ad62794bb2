using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;

namespace Auth0.AspNetCore.Mrrt;

/// <summary>A code is about to be redeemed.</summary>
public sealed class AuthorizationCodeReceivedContext : RemoteAuthenticationContext<Auth0WebAppOptions>
{
    internal AuthorizationCodeReceivedContext(
        HttpContext context, AuthenticationScheme scheme, Auth0WebAppOptions options, AuthenticationProperties properties)
        : base(context, scheme, options, properties)
    {
    }

    /// <summary>What the browser brought.</summary>
    public required OpenIdConnectMessage ProtocolMessage { get; init; }

    /// <summary>What goes to the token endpoint, without the client's credentials, which are added afterwards. The
    /// application may add parameters of its own.</summary>
    public required OpenIdConnectMessage TokenEndpointRequest { get; init; }
}

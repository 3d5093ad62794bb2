using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;

namespace Auth0.AspNetCore.Mrrt;

/// <summary>The tenant has redeemed a code. The ID token has not been checked.</summary>
public sealed class TokenResponseReceivedContext : RemoteAuthenticationContext<Auth0WebAppOptions>
{
    internal TokenResponseReceivedContext(
        HttpContext context, AuthenticationScheme scheme, Auth0WebAppOptions options, AuthenticationProperties properties)
        : base(context, scheme, options, properties)
    {
    }

    /// <summary>What the browser brought.</summary>
    public required OpenIdConnectMessage ProtocolMessage { get; init; }

    /// <summary>A copy of what the token endpoint answered, without the refresh token.</summary>
    public required OpenIdConnectMessage TokenEndpointResponse { get; init; }
}

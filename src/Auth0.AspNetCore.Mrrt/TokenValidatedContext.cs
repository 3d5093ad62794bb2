using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;

namespace Auth0.AspNetCore.Mrrt;

/// <summary>A login has passed every check; the session has not begun. The principal has the user's claims, and what the
/// application adds to it stays.</summary>
public sealed class TokenValidatedContext : RemoteAuthenticationContext<Auth0WebAppOptions>
{
    internal TokenValidatedContext(
        HttpContext context, AuthenticationScheme scheme, Auth0WebAppOptions options, AuthenticationProperties properties)
        : base(context, scheme, options, properties)
    {
    }

    /// <summary>What the browser brought.</summary>
    public required OpenIdConnectMessage ProtocolMessage { get; init; }

    /// <summary>A copy of what the token endpoint answered, without the refresh token.</summary>
    public required OpenIdConnectMessage TokenEndpointResponse { get; init; }

    /// <summary>The ID token, which has been checked.</summary>
    public required JsonWebToken SecurityToken { get; init; }
}

using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;

namespace Auth0.AspNetCore.Mrrt;

/// <summary>A callback has arrived. Nothing in it has been checked.</summary>
public sealed class MessageReceivedContext : RemoteAuthenticationContext<Auth0WebAppOptions>
{
    internal MessageReceivedContext(
        HttpContext context, AuthenticationScheme scheme, Auth0WebAppOptions options, AuthenticationProperties? properties)
        : base(context, scheme, options, properties)
    {
    }

    /// <summary>What the browser brought. It may be anybody's.</summary>
    public required OpenIdConnectMessage ProtocolMessage { get; init; }
}

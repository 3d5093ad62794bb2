using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;

namespace Auth0.AspNetCore.Mrrt;

/// <summary>A browser is about to be sent to the tenant.</summary>
public sealed class RedirectToIdentityProviderContext : PropertiesContext<Auth0WebAppOptions>
{
    internal RedirectToIdentityProviderContext(
        HttpContext context, AuthenticationScheme scheme, Auth0WebAppOptions options, AuthenticationProperties properties)
        : base(context, scheme, options, properties)
    {
    }

    /// <summary>What is asked for; <see cref="Microsoft.IdentityModel.Protocols.AuthenticationProtocolMessage.IssuerAddress"/>
    /// is where.</summary>
    public required OpenIdConnectMessage ProtocolMessage { get; init; }

    /// <summary>Whether the application has answered the request itself.</summary>
    public bool Handled { get; private set; }

    /// <summary>Says that the application has answered the request itself: the browser is not sent anywhere.</summary>
    public void HandleResponse() => Handled = true;
}

using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;

namespace Auth0.AspNetCore.Mrrt.Login;

/// <summary>A callback that answers a login of this browser, by the tenant, with no error.</summary>
internal sealed class LoginAttempt
{
    public required HttpContext HttpContext { get; init; }

    public required AuthenticationScheme Scheme { get; init; }

    public required Auth0WebAppOptions Options { get; init; }

    public required Auth0WebAppEvents Events { get; init; }

    /// <summary>What the browser brought.</summary>
    public required OpenIdConnectMessage Message { get; init; }

    /// <summary>What the login put into its state, and becomes the session's.</summary>
    public required AuthenticationProperties Properties { get; init; }

    public required DateTimeOffset Now { get; init; }
}

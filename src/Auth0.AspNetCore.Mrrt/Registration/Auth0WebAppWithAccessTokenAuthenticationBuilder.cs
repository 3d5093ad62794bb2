using Microsoft.Extensions.DependencyInjection;

namespace Auth0.AspNetCore.Mrrt.Registration;

/// <summary>What <c>WithAccessToken</c> gives back. Each call configures its scheme only.</summary>
public sealed class Auth0WebAppWithAccessTokenAuthenticationBuilder
{
    internal Auth0WebAppWithAccessTokenAuthenticationBuilder(IServiceCollection services, string authenticationScheme)
    {
        Services = services;
        AuthenticationScheme = authenticationScheme;
    }

    /// <summary>The application's services.</summary>
    public IServiceCollection Services { get; }

    /// <summary>The name of the login's authentication scheme.</summary>
    public string AuthenticationScheme { get; }
}

using Microsoft.Extensions.DependencyInjection;

namespace Auth0.AspNetCore.Mrrt.Registration;

/// <summary>What <c>AddAuth0WebApp</c> gives back. Each call configures its scheme only.</summary>
public class Auth0WebAppAuthenticationBuilder
{
    internal Auth0WebAppAuthenticationBuilder(IServiceCollection services, string authenticationScheme)
    {
        Services = services;
        AuthenticationScheme = authenticationScheme;
    }

    /// <summary>The application's services.</summary>
    public IServiceCollection Services { get; }

    /// <summary>The name of the login's authentication scheme.</summary>
    public string AuthenticationScheme { get; }

    /// <summary>Gets access tokens for the user, one per API: see
    /// <see cref="HttpContextExtensions.GetAccessTokenAsync"/>.</summary>
    /// <param name="configure">Which audience and scopes the login asks for, and whether refresh tokens are used.</param>
    /// <returns>A builder for what goes with access tokens.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="configure"/> is missing.</exception>
    public Auth0WebAppWithAccessTokenAuthenticationBuilder WithAccessToken(
        Action<Auth0WebAppWithAccessTokenOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(configure);
        Services.Configure<Auth0WebAppWithAccessTokenOptions>(AuthenticationScheme, options => options.Enabled = true);
        Services.Configure(AuthenticationScheme, configure);
        return new Auth0WebAppWithAccessTokenAuthenticationBuilder(Services, AuthenticationScheme);
    }
}

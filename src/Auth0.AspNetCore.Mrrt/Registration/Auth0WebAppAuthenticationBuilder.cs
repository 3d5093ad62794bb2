using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Auth0.AspNetCore.Mrrt.Registration;

/// <summary>What <c>AddAuth0WebApp</c> gives back. Each call configures its scheme only.</summary>
public class Auth0WebAppAuthenticationBuilder
{
    internal Auth0WebAppAuthenticationBuilder(AuthenticationBuilder authenticationBuilder, string authenticationScheme)
    {
        AuthenticationBuilder = authenticationBuilder;
        AuthenticationScheme = authenticationScheme;
    }

    /// <summary>The application's services.</summary>
    public IServiceCollection Services => AuthenticationBuilder.Services;

    /// <summary>Adds further schemes to the application: <c>AuthenticationBuilder.AddJwtBearer()</c> for example.</summary>
    public AuthenticationBuilder AuthenticationBuilder { get; }

    /// <summary>The name of the login's authentication scheme.</summary>
    public string AuthenticationScheme { get; }

    /// <summary>Gets access tokens for the user, one per API: see
    /// <see cref="HttpContextExtensions.GetAccessTokenAsync(Microsoft.AspNetCore.Http.HttpContext, string, string, System.Threading.CancellationToken)"/>.</summary>
    /// <param name="configure">Which audience and scopes the login asks for, and how refresh tokens are used.</param>
    /// <returns>A builder for what goes with access tokens.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="configure"/> is missing.</exception>
    public Auth0WebAppWithAccessTokenAuthenticationBuilder WithAccessToken(
        Action<Auth0WebAppWithAccessTokenOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(configure);
        Services.Configure<Auth0WebAppWithAccessTokenOptions>(AuthenticationScheme, options => options.Enabled = true);
        Services.Configure(AuthenticationScheme, configure);
        return new Auth0WebAppWithAccessTokenAuthenticationBuilder(AuthenticationBuilder, AuthenticationScheme);
    }

    /// <summary>Like <see cref="WithAccessToken(Action{Auth0WebAppWithAccessTokenOptions})"/>, with the settings of a
    /// configuration section: the properties of <see cref="Auth0WebAppWithAccessTokenOptions"/> that are plain values, and
    /// the entries of <see cref="Auth0WebAppWithAccessTokenOptions.ScopeByAudience"/>. It may be the section that
    /// <c>AddAuth0WebApp</c> was given. In a section with <c>Domain</c> or <c>ClientId</c>, <c>Scope</c> is the login's: name
    /// the scopes of an API in <c>ScopeByAudience</c> there. Any other setting is an error at the start.</summary>
    /// <param name="section">The section, such as <c>configuration.GetSection("Auth0")</c>, or a child of it named
    /// <c>AccessToken</c>.</param>
    /// <returns>A builder for what goes with access tokens.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="section"/> is missing.</exception>
    public Auth0WebAppWithAccessTokenAuthenticationBuilder WithAccessToken(IConfigurationSection section)
    {
        ArgumentNullException.ThrowIfNull(section);
        return WithAccessToken(options => AccessTokenConfiguration.Bind(section, options));
    }
}

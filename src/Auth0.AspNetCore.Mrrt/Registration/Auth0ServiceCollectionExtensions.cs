using Auth0.AspNetCore.Mrrt;
using Auth0.AspNetCore.Mrrt.Registration;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Configuration;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Where an application begins.</summary>
public static class Auth0ServiceCollectionExtensions
{
    /// <summary>
    /// Signs users in with an Auth0 tenant: registers the login handler, the cookie that holds the session, and makes
    /// them the defaults where the application has set none. Settings are checked when the application starts.
    /// <code>
    /// services
    ///     .AddAuth0WebApp(options =&gt; { options.Domain = "…"; options.ClientId = "…"; options.ClientSecret = "…"; })
    ///     .WithAccessToken(options =&gt; { options.Audience = "https://api.example.com"; });
    /// </code>
    /// </summary>
    /// <param name="services">The application's services.</param>
    /// <param name="configure">Sets at least the domain, the client id and the client secret.</param>
    /// <returns>A builder for what the application needs beyond signing in.</returns>
    /// <exception cref="ArgumentNullException">An argument is missing.</exception>
    public static Auth0WebAppAuthenticationBuilder AddAuth0WebApp(
        this IServiceCollection services, Action<Auth0WebAppOptions> configure) =>
        services.AddAuth0WebApp(Auth0Constants.AuthenticationScheme, configure);

    /// <summary>Like <see cref="AddAuth0WebApp(IServiceCollection, Action{Auth0WebAppOptions})"/>, under a name of the
    /// application's choice, for several tenants or clients side by side.</summary>
    /// <param name="services">The application's services.</param>
    /// <param name="scheme">The name of the login's authentication scheme.</param>
    /// <param name="configure">Sets at least the domain, the client id and the client secret.</param>
    /// <returns>A builder for what the application needs beyond signing in.</returns>
    /// <exception cref="ArgumentException">The scheme is empty.</exception>
    /// <exception cref="ArgumentNullException">An argument is missing.</exception>
    public static Auth0WebAppAuthenticationBuilder AddAuth0WebApp(
        this IServiceCollection services, string scheme, Action<Auth0WebAppOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentException.ThrowIfNullOrEmpty(scheme);
        ArgumentNullException.ThrowIfNull(configure);
        Auth0Services.Add(services, new Auth0Scheme(scheme, SignsIn: true));
        services.Configure(scheme, configure);
        return new Auth0WebAppAuthenticationBuilder(new AuthenticationBuilder(services), scheme);
    }

    /// <summary>Like <see cref="AddAuth0WebApp(IServiceCollection, Action{Auth0WebAppOptions})"/>, with the settings of
    /// a configuration section: <c>Domain</c>, <c>ClientId</c>, <c>ClientSecret</c>, <c>Scope</c>,
    /// <c>CallbackPath</c> and the other properties of <see cref="Auth0WebAppOptions"/> that are plain values. The section
    /// may also hold the settings that <c>WithAccessToken</c> reads, and a child section <c>Endpoints</c> with those of
    /// <c>MapAuth0</c>. Any other setting in it is an error at the start.</summary>
    /// <param name="services">The application's services.</param>
    /// <param name="section">The section, such as <c>configuration.GetSection("Auth0")</c>.</param>
    /// <returns>A builder for what the application needs beyond signing in.</returns>
    /// <exception cref="ArgumentNullException">An argument is missing.</exception>
    public static Auth0WebAppAuthenticationBuilder AddAuth0WebApp(
        this IServiceCollection services, IConfigurationSection section) =>
        services.AddAuth0WebApp(Auth0Constants.AuthenticationScheme, section);

    /// <summary>Like <see cref="AddAuth0WebApp(IServiceCollection, IConfigurationSection)"/>, under a name of the
    /// application's choice.</summary>
    /// <param name="services">The application's services.</param>
    /// <param name="scheme">The name of the login's authentication scheme.</param>
    /// <param name="section">The section, such as <c>configuration.GetSection("Auth0")</c>.</param>
    /// <returns>A builder for what the application needs beyond signing in.</returns>
    /// <exception cref="ArgumentException">The scheme is empty.</exception>
    /// <exception cref="ArgumentNullException">An argument is missing.</exception>
    public static Auth0WebAppAuthenticationBuilder AddAuth0WebApp(
        this IServiceCollection services, string scheme, IConfigurationSection section)
    {
        ArgumentNullException.ThrowIfNull(section);
        var builder = services.AddAuth0WebApp(scheme, options => Auth0WebAppConfiguration.Bind(section, options));
        services.Configure<Auth0EndpointsOptions>(
            scheme, options => EndpointsConfiguration.Bind(Auth0WebAppConfiguration.Endpoints(section), options));
        return builder;
    }

    /// <summary>
    /// Gets access tokens for users whom another login handler of the application signs in at an Auth0 tenant, such as
    /// ASP.NET Core's own for OAuth or OpenID Connect. That handler has to keep its tokens (<c>SaveTokens</c>), a refresh
    /// token among them, in a cookie of <c>AddCookie</c>, which
    /// <see cref="Auth0AccessTokensClientOptions.CookieAuthenticationScheme"/> names.
    /// </summary>
    /// <param name="services">The application's services.</param>
    /// <param name="scheme">The name of the scheme that the application signs its users in with; calls for tokens name it
    /// as well.</param>
    /// <param name="client">Sets at least the domain, the client id and the client's authentication: the client that the
    /// login uses.</param>
    /// <param name="accessTokens">Which audience and scopes that login asks for, and whether refresh tokens are used. Adds
    /// nothing to what it asks for.</param>
    /// <returns>A builder for what goes with access tokens.</returns>
    /// <exception cref="ArgumentException">The scheme is empty.</exception>
    /// <exception cref="ArgumentNullException">An argument is missing.</exception>
    /// <remarks>Tokens are got and kept as with <c>AddAuth0WebApp(…).WithAccessToken(…)</c>; the login's checks and the sign-out
    /// at the tenant are the other handler's. An application whose schemes do not fit does not start.</remarks>
    public static Auth0WebAppWithAccessTokenAuthenticationBuilder AddAuth0AccessTokens(
        this IServiceCollection services,
        string scheme,
        Action<Auth0AccessTokensClientOptions> client,
        Action<Auth0WebAppWithAccessTokenOptions> accessTokens)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentException.ThrowIfNullOrEmpty(scheme);
        ArgumentNullException.ThrowIfNull(client);
        ArgumentNullException.ThrowIfNull(accessTokens);
        Auth0Services.Add(services, new Auth0Scheme(scheme, SignsIn: false));
        services.Configure(scheme, client);
        services.Configure<Auth0WebAppWithAccessTokenOptions>(scheme, options => options.SchemeIsNamed = true);
        return new Auth0WebAppAuthenticationBuilder(new AuthenticationBuilder(services), scheme).WithAccessToken(accessTokens);
    }
}

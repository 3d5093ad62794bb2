using Auth0.AspNetCore.Mrrt;
using Auth0.AspNetCore.Mrrt.Registration;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Configuration;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>The same beginnings for an application that calls <c>AddAuthentication</c> itself.</summary>
public static class Auth0AuthenticationBuilderExtensions
{
    /// <summary>Signs users in with an Auth0 tenant: see
    /// <see cref="Auth0ServiceCollectionExtensions.AddAuth0WebApp(IServiceCollection, Action{Auth0WebAppOptions})"/>. The
    /// default schemes that the application gave to <c>AddAuthentication</c> stay.</summary>
    /// <param name="builder">What <c>AddAuthentication</c> gave back.</param>
    /// <param name="configure">Sets at least the domain, the client id and the client secret.</param>
    /// <returns>A builder for what the application needs beyond signing in; its
    /// <see cref="Auth0WebAppAuthenticationBuilder.AuthenticationBuilder"/> adds further schemes.</returns>
    /// <exception cref="ArgumentNullException">An argument is missing.</exception>
    public static Auth0WebAppAuthenticationBuilder AddAuth0WebApp(
        this AuthenticationBuilder builder, Action<Auth0WebAppOptions> configure) =>
        builder.AddAuth0WebApp(Auth0Constants.AuthenticationScheme, configure);

    /// <summary>Like <see cref="AddAuth0WebApp(AuthenticationBuilder, Action{Auth0WebAppOptions})"/>, under a name of the
    /// application's choice.</summary>
    /// <param name="builder">What <c>AddAuthentication</c> gave back.</param>
    /// <param name="scheme">The name of the login's authentication scheme.</param>
    /// <param name="configure">Sets at least the domain, the client id and the client secret.</param>
    /// <returns>A builder for what the application needs beyond signing in.</returns>
    /// <exception cref="ArgumentException">The scheme is empty.</exception>
    /// <exception cref="ArgumentNullException">An argument is missing.</exception>
    public static Auth0WebAppAuthenticationBuilder AddAuth0WebApp(
        this AuthenticationBuilder builder, string scheme, Action<Auth0WebAppOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.AddAuth0WebApp(scheme, configure);
        return new Auth0WebAppAuthenticationBuilder(builder, scheme);
    }

    /// <summary>Like <see cref="AddAuth0WebApp(AuthenticationBuilder, Action{Auth0WebAppOptions})"/>, with the settings of a
    /// configuration section: see
    /// <see cref="Auth0ServiceCollectionExtensions.AddAuth0WebApp(IServiceCollection, IConfigurationSection)"/>.</summary>
    /// <param name="builder">What <c>AddAuthentication</c> gave back.</param>
    /// <param name="section">The section, such as <c>configuration.GetSection("Auth0")</c>.</param>
    /// <returns>A builder for what the application needs beyond signing in.</returns>
    /// <exception cref="ArgumentNullException">An argument is missing.</exception>
    public static Auth0WebAppAuthenticationBuilder AddAuth0WebApp(
        this AuthenticationBuilder builder, IConfigurationSection section) =>
        builder.AddAuth0WebApp(Auth0Constants.AuthenticationScheme, section);

    /// <summary>Like <see cref="AddAuth0WebApp(AuthenticationBuilder, IConfigurationSection)"/>, under a name of the
    /// application's choice.</summary>
    /// <param name="builder">What <c>AddAuthentication</c> gave back.</param>
    /// <param name="scheme">The name of the login's authentication scheme.</param>
    /// <param name="section">The section, such as <c>configuration.GetSection("Auth0")</c>.</param>
    /// <returns>A builder for what the application needs beyond signing in.</returns>
    /// <exception cref="ArgumentException">The scheme is empty.</exception>
    /// <exception cref="ArgumentNullException">An argument is missing.</exception>
    public static Auth0WebAppAuthenticationBuilder AddAuth0WebApp(
        this AuthenticationBuilder builder, string scheme, IConfigurationSection section)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.AddAuth0WebApp(scheme, section);
        return new Auth0WebAppAuthenticationBuilder(builder, scheme);
    }
}

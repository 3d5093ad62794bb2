using Auth0.AspNetCore.Mrrt;
using Auth0.AspNetCore.Mrrt.Endpoints;
using Auth0.AspNetCore.Mrrt.Registration;
using Auth0.AspNetCore.Mrrt.Session.Request;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Microsoft.AspNetCore.Builder;

/// <summary>Adds the endpoints for signing in and out, and for the user's profile.</summary>
public static class Auth0EndpointRouteBuilderExtensions
{
    /// <summary>
    /// Maps the endpoints of the login that <c>AddAuth0WebApp</c> registered: <c>/auth/login</c>, <c>/auth/logout</c>,
    /// <c>/auth/profile</c> and, where it is turned on, <c>/auth/access-token</c>. Each allows anonymous requests. <see cref="Auth0EndpointsOptions"/> changes paths and rules.
    /// </summary>
    /// <param name="endpoints">The application.</param>
    /// <param name="configure">Changes settings, after those of configuration.</param>
    /// <returns>A builder for conventions of all endpoints, or of one.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="endpoints"/> is missing.</exception>
    /// <exception cref="InvalidOperationException">The scheme has no login of this library, or was mapped before.</exception>
    /// <exception cref="OptionsValidationException">A setting is wrong.</exception>
    public static Auth0EndpointConventionBuilder MapAuth0(
        this IEndpointRouteBuilder endpoints, Action<Auth0EndpointsOptions>? configure = null) =>
        endpoints.MapAuth0(Auth0Constants.AuthenticationScheme, configure);

    /// <summary>Like <see cref="MapAuth0(IEndpointRouteBuilder, Action{Auth0EndpointsOptions})"/>, for a login with a name of the
    /// application's choice. With several logins each needs its own <see cref="Auth0EndpointsOptions.Prefix"/>.</summary>
    /// <param name="endpoints">The application.</param>
    /// <param name="scheme">The name of the login's authentication scheme.</param>
    /// <param name="configure">Changes settings, after those of configuration.</param>
    /// <returns>A builder for conventions of all endpoints, or of one.</returns>
    /// <exception cref="ArgumentException">The scheme is empty.</exception>
    /// <exception cref="ArgumentNullException">An argument is missing.</exception>
    /// <exception cref="InvalidOperationException">The scheme has no login of this library, or was mapped before.</exception>
    /// <exception cref="OptionsValidationException">A setting is wrong.</exception>
    public static Auth0EndpointConventionBuilder MapAuth0(
        this IEndpointRouteBuilder endpoints, string scheme, Action<Auth0EndpointsOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(endpoints);
        ArgumentException.ThrowIfNullOrEmpty(scheme);
        var services = endpoints.ServiceProvider;
        var validator = services.GetService<EndpointsValidator>()
            ?? throw new InvalidOperationException("MapAuth0 needs a login: call services.AddAuth0WebApp(…) first.");
        validator.RequireScheme(scheme);
        // Settings of this call's own: a file that changes later must not change half of the endpoints.
        var options = services.GetRequiredService<IOptionsFactory<Auth0EndpointsOptions>>().Create(scheme);
        configure?.Invoke(options);
        validator.RequireValid(scheme, options);
        return new Auth0EndpointConventionBuilder(
            Login(endpoints, scheme, options),
            Logout(endpoints, scheme, options),
            Profile(endpoints, scheme, options),
            AccessToken(endpoints, scheme, options));
    }

    private static IEndpointConventionBuilder? Login(IEndpointRouteBuilder endpoints, string scheme, Auth0EndpointsOptions options)
    {
        var services = endpoints.ServiceProvider;
        var endpoint = new LoginEndpoint(
            scheme, Parameters(services, scheme, options), services.GetRequiredService<ILogger<LoginEndpoint>>());
        return Map(endpoints, EndpointPath.Of(options, options.LoginPath), [HttpMethods.Get], endpoint.InvokeAsync)?
            .WithName($"Auth0.{scheme}.login")
            .WithSummary("Begins a login.")
            .WithMetadata(Answer(StatusCodes.Status302Found), Problem(StatusCodes.Status400BadRequest));
    }

    private static IEndpointConventionBuilder? Logout(IEndpointRouteBuilder endpoints, string scheme, Auth0EndpointsOptions options)
    {
        var services = endpoints.ServiceProvider;
        var endpoint = new LogoutEndpoint(
            scheme,
            options.LogoutByGet,
            options.AllowFederatedLogout,
            services.GetRequiredService<IAntiforgery>(),
            services.GetRequiredService<ILogger<LogoutEndpoint>>());
        string[] methods = options.LogoutByGet == LogoutByGet.Never ? [HttpMethods.Post] : [HttpMethods.Get, HttpMethods.Post];
        return Map(endpoints, EndpointPath.Of(options, options.LogoutPath), methods, endpoint.InvokeAsync)?
            .WithName($"Auth0.{scheme}.logout")
            .WithSummary("Signs the user out, or asks the user with a page.")
            .WithMetadata(Answer(StatusCodes.Status302Found), Problem(StatusCodes.Status400BadRequest));
    }

    private static IEndpointConventionBuilder? Profile(IEndpointRouteBuilder endpoints, string scheme, Auth0EndpointsOptions options)
    {
        var endpoint = new ProfileEndpoint(
            scheme,
            new ProfileJson(options.ProfileClaims),
            options.ProfileAnswersNoContent,
            endpoints.ServiceProvider.GetRequiredService<ICookieSchemes>());
        return Map(endpoints, EndpointPath.Of(options, options.ProfilePath), [HttpMethods.Get], endpoint.InvokeAsync)?
            .WithName($"Auth0.{scheme}.profile")
            .WithSummary("Returns the signed-in user's claims.")
            .WithMetadata(
                new ProducesResponseTypeMetadata(StatusCodes.Status200OK, typeof(object), ["application/json"]),
                options.ProfileAnswersNoContent
                    ? Answer(StatusCodes.Status204NoContent)
                    : Problem(StatusCodes.Status401Unauthorized));
    }

    private static IEndpointConventionBuilder? AccessToken(IEndpointRouteBuilder endpoints, string scheme, Auth0EndpointsOptions options)
    {
        var services = endpoints.ServiceProvider;
        var endpoint = new AccessTokenEndpoint(
            scheme,
            new BrowserTokens(options.BrowserAccessTokens),
            Parameters(services, scheme, options),
            EndpointPath.Of(options, options.LoginPath),
            services.GetRequiredService<TimeProvider>(),
            services.GetRequiredService<ILogger<AccessTokenEndpoint>>());
        return Map(endpoints, EndpointPath.Of(options, EndpointPath.AccessToken(options)), [HttpMethods.Get], endpoint.InvokeAsync)?
            .WithName($"Auth0.{scheme}.access-token")
            .WithSummary("Gives a script of the application an access token.")
            .WithMetadata(
                new ProducesResponseTypeMetadata(StatusCodes.Status200OK, typeof(object), ["application/json"]),
                Problem(StatusCodes.Status401Unauthorized),
                Problem(StatusCodes.Status403Forbidden),
                Problem(StatusCodes.Status409Conflict),
                Problem(StatusCodes.Status503ServiceUnavailable));
    }

    private static LoginParameters Parameters(IServiceProvider services, string scheme, Auth0EndpointsOptions options) => new(
        scheme,
        options.LoginParameters,
        services.GetRequiredService<IOptionsMonitor<Auth0WebAppOptions>>(),
        services.GetRequiredService<IOptionsMonitor<OpenIdConnectOptions>>(),
        services.GetRequiredService<IOptionsMonitor<Auth0WebAppWithAccessTokenOptions>>());

    /// <summary>Null when the endpoint is off. The method tells API descriptions that the endpoint exists.</summary>
    private static IEndpointConventionBuilder? Map(
        IEndpointRouteBuilder endpoints, string? path, string[] methods, RequestDelegate endpoint) =>
        path is null
            ? null
            : endpoints.MapMethods(path, methods, endpoint)
                .AllowAnonymous()
                .WithTags("Auth0")
                .DisableAntiforgery() // the endpoint checks, and answers in its own words
                .WithMetadata(endpoint.Method);

    private static ProducesResponseTypeMetadata Answer(int status) => new(status);

    private static ProducesResponseTypeMetadata Problem(int status) => new(status, typeof(object), ["application/problem+json"]);
}

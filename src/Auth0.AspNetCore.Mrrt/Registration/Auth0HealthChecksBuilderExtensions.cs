using Auth0.AspNetCore.Mrrt;
using Auth0.AspNetCore.Mrrt.Coordination;
using Auth0.AspNetCore.Mrrt.Registration.Health;
using Auth0.AspNetCore.Mrrt.Tenant;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Health checks of the login.</summary>
public static class Auth0HealthChecksBuilderExtensions
{
    private const string Sessions = "auth0-sessions";

    /// <summary>
    /// Adds two health checks. <c>auth0-tenant</c> tells whether the tenant's discovery document and keys are at hand;
    /// <c>auth0-sessions</c> tells whether the servers can agree on the sessions. Their texts name no host and no user.
    /// <code>
    /// builder.Services.AddHealthChecks().AddAuth0();
    /// app.MapHealthChecks("/health");
    /// </code>
    /// </summary>
    /// <remarks>The tenant is asked only while its documents are not at hand or are old, and once in ten seconds at most. See Health
    /// checks in ASP.NET Core.</remarks>
    /// <param name="builder">The application's health checks.</param>
    /// <param name="scheme">The login whose tenant is meant. With another scheme than the default its check is called
    /// <c>auth0-tenant-{scheme}</c>.</param>
    /// <param name="failureStatus">What a failure is reported as. The default is <see cref="HealthStatus.Unhealthy"/>.</param>
    /// <param name="tags">Tags of both checks, to choose them by.</param>
    /// <returns>The same builder.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="builder"/> is missing.</exception>
    public static IHealthChecksBuilder AddAuth0(
        this IHealthChecksBuilder builder,
        string? scheme = null,
        HealthStatus? failureStatus = null,
        IEnumerable<string>? tags = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        var login = scheme ?? Auth0Constants.AuthenticationScheme;
        builder.Services.AddKeyedSingleton(
            login,
            (services, _) => new TenantHealthCheck(
                login, services.GetRequiredService<ITenants>(), services.GetRequiredService<TimeProvider>()));
        builder.Add(new HealthCheckRegistration(
            login == Auth0Constants.AuthenticationScheme ? "auth0-tenant" : $"auth0-tenant-{login}",
            services => services.GetRequiredKeyedService<TenantHealthCheck>(login),
            failureStatus,
            tags));
        if (builder.Services.Any(service => service.ServiceType == typeof(CoordinationHealthCheck)))
        {
            return builder;
        }

        builder.Services.AddSingleton(services =>
            new CoordinationHealthCheck(services.GetRequiredService<ISessionCoordinator>()));
        return builder.Add(new HealthCheckRegistration(
            Sessions, services => services.GetRequiredService<CoordinationHealthCheck>(), failureStatus, tags));
    }
}

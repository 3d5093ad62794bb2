using Auth0.AspNetCore.Mrrt.Coordination.Shared;
using Auth0.AspNetCore.Mrrt.Redis.Connections;
using Auth0.AspNetCore.Mrrt.Redis.Keys;
using Auth0.AspNetCore.Mrrt.Registration;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Auth0.AspNetCore.Mrrt.Redis.Registration;

/// <summary>Registers what the switches ask for.</summary>
internal static class RedisServices
{
    public static void Add<TBuilder>(TBuilder builder, RedisAddress address, Action<RedisOptions>? configure)
        where TBuilder : Auth0WebAppAuthenticationBuilder
    {
        var services = builder.Services;
        AddConnection(services, address);
        builder.WithSharedSessions<TBuilder, RedisOptions>(Backend, configure);

        var switches = new RedisOptions();
        configure?.Invoke(switches);
        if (switches.CoordinateExchanges || switches.StoreSessions)
        {
            services.AddSingleton(new RedisLogin(builder.AuthenticationScheme));
        }

        if (switches.DataProtectionKeys)
        {
            services.TryAddSingleton<RedisKeys>();
            services.TryAddEnumerable(
                ServiceDescriptor.Singleton<IPostConfigureOptions<KeyManagementOptions>, UseRedisKeys>());
        }
    }

    private static ISessionBackend Backend(IServiceProvider services) => services.GetRequiredService<RedisBackend>();

    private static void AddConnection(IServiceCollection services, RedisAddress address)
    {
        var known = services.Select(service => service.ImplementationInstance).OfType<RedisAddress>().SingleOrDefault();
        if (known is not null)
        {
            if (!known.IsSame(address))
            {
                throw new InvalidOperationException(
                    "The logins of an application share one Redis: give WithRedis the same one each time.");
            }

            return;
        }

        services.AddSingleton(address);
        services.AddSingleton<RedisConnection>();
        services.AddHostedService<ConnectionWarning>();
        services.TryAddEnumerable(
        [
            ServiceDescriptor.Singleton<IValidateOptions<RedisOptions>, RedisOptionsValidator>(),
            ServiceDescriptor.Singleton<IValidateOptions<Auth0WebAppOptions>, LeaseValidator>(),
            ServiceDescriptor.Singleton<IValidateOptions<Auth0AccessTokensClientOptions>, LeaseValidator>(),
        ]);
        services.AddSingleton(provider => new RedisBackend(
            provider.GetRequiredService<RedisConnection>(),
            provider.GetRequiredService<IOptions<RedisOptions>>().Value,
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILogger<RedisBackend>>()));
    }
}

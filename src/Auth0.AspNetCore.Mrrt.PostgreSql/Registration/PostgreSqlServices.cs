using Auth0.AspNetCore.Mrrt.Coordination;
using Auth0.AspNetCore.Mrrt.Coordination.Shared;
using Auth0.AspNetCore.Mrrt.PostgreSql.Background;
using Auth0.AspNetCore.Mrrt.PostgreSql.Connections;
using Auth0.AspNetCore.Mrrt.PostgreSql.Keys;
using Auth0.AspNetCore.Mrrt.PostgreSql.Schema;
using Auth0.AspNetCore.Mrrt.PostgreSql.Sessions;
using Auth0.AspNetCore.Mrrt.Registration;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace Auth0.AspNetCore.Mrrt.PostgreSql.Registration;

/// <summary>Registers what the switches ask for.</summary>
internal static class PostgreSqlServices
{
    public static void Add<TBuilder>(TBuilder builder, DatabaseAddress address, Action<PostgreSqlOptions>? configure)
        where TBuilder : Auth0WebAppAuthenticationBuilder
    {
        var services = builder.Services;
        AddDatabase(services, address);
        services.AddOptions<PostgreSqlOptions>().Configure(options => configure?.Invoke(options)).ValidateOnStart();

        // What is registered depends on it, so it is asked now; the figures are read when they are needed.
        var switches = new PostgreSqlOptions();
        configure?.Invoke(switches);
        services.AddSingleton(new PostgreSqlLogin(
            builder.AuthenticationScheme, switches.CoordinateExchanges || switches.StoreSessions));
        if (switches.CoordinateExchanges || switches.StoreSessions)
        {
            services.Replace(ServiceDescriptor.Singleton<ISessionCoordinator>(
                provider => provider.GetRequiredService<SharedSessions>()));
        }

        if (switches.StoreSessions)
        {
            builder.WithSessionStore();
        }

        if (switches.DataProtectionKeys)
        {
            services.TryAddSingleton<KeyTable>();
            services.TryAddEnumerable(
                ServiceDescriptor.Singleton<IPostConfigureOptions<KeyManagementOptions>, UseKeyTable>());
        }
    }

    private static void AddDatabase(IServiceCollection services, DatabaseAddress address)
    {
        var known = services.Select(service => service.ImplementationInstance).OfType<DatabaseAddress>().SingleOrDefault();
        if (known is not null)
        {
            if (!known.IsSame(address))
            {
                throw new InvalidOperationException(
                    "The logins of an application share one database: give WithPostgreSql the same one each time.");
            }

            return;
        }

        services.AddSingleton(address);
        services.AddSingleton<SessionDatabase>();
        services.AddHostedService<ClearTextWarning>();
        services.TryAddEnumerable(
            ServiceDescriptor.Singleton<IValidateOptions<PostgreSqlOptions>, PostgreSqlOptionsValidator>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<Auth0WebAppOptions>, QuietTimeValidator>());
        services.TryAddEnumerable(
            ServiceDescriptor.Singleton<IValidateOptions<Auth0AccessTokensClientOptions>, QuietTimeValidator>());
        services.AddSingleton<RowLocks>();
        services.AddSingleton<SessionTables>();
        services.AddSingleton<EndedQuery>();
        services.AddSingleton<SchemaCreation>();
        services.AddSingleton<Cleanup>();
        services.AddSingleton<PostgreSqlBackend>();
        services.AddSingleton<ISessionBackend>(provider => provider.GetRequiredService<PostgreSqlBackend>());
        services.AddSingleton<IOptions<SharedSessionOptions>>(
            provider => provider.GetRequiredService<IOptions<PostgreSqlOptions>>());
        services.AddSingleton<PendingWrites>();
        services.AddSingleton<RecordExpiry>();
        services.AddSingleton<LockWait>();
        services.AddSingleton<EndsPolling>();
        services.AddSingleton<PendingWriteFlush>();
        services.AddSingleton<SharedParts>();
        services.AddSingleton<SharedSessions>();
        services.AddSingleton<BackgroundWork>();
        services.AddSingleton<IHostedService>(provider => provider.GetRequiredService<BackgroundWork>());
    }
}

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
        builder.WithSharedSessions<TBuilder, PostgreSqlOptions>(Backend, configure);

        var switches = new PostgreSqlOptions();
        configure?.Invoke(switches);
        if (switches.DataProtectionKeys)
        {
            services.TryAddSingleton<KeyTable>();
            services.TryAddEnumerable(
                ServiceDescriptor.Singleton<IPostConfigureOptions<KeyManagementOptions>, UseKeyTable>());
        }
    }

    private static ISessionBackend Backend(IServiceProvider services) => services.GetRequiredService<PostgreSqlBackend>();

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
        services.AddSingleton<RowLocks>();
        services.AddSingleton<SessionTables>();
        services.AddSingleton<EndedQuery>();
        services.AddSingleton<SchemaCreation>();
        services.AddSingleton<Cleanup>();
        services.AddSingleton<PostgreSqlBackend>();
    }
}

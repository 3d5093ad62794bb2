using Auth0.AspNetCore.Mrrt.PostgreSql;
using Auth0.AspNetCore.Mrrt.Registration;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Npgsql;
using StackExchange.Redis;

namespace Auth0.AspNetCore.Mrrt.Snippets;

internal static class SeveralServers
{
    public static void Coordination(Auth0WebAppAuthenticationBuilder auth0, string connectionString)
    {
        #region postgresql-coordination
        auth0.WithPostgreSql(connectionString);
        #endregion
    }

    public static WebApplication OutOfReach(WebApplicationBuilder builder)
    {
        #region postgresql-out-of-reach
        builder.Services.AddProblemDetails();
        var app = builder.Build();
        app.UseExceptionHandler();
        app.UseAuthentication();
        app.UseAuthorization();
        #endregion
        return app;
    }

    public static void Liveness(WebApplication app)
    {
        #region liveness
        app.MapHealthChecks("/live", new HealthCheckOptions { Predicate = _ => false });
        #endregion
    }

    public static void DegradedSessions(WebApplicationBuilder builder)
    {
        #region degraded-sessions
        builder.Services.Configure<HealthCheckServiceOptions>(options =>
            options.Registrations.Single(check => check.Name == "auth0-sessions").FailureStatus = HealthStatus.Degraded);
        #endregion
    }

    public static void DataSource(Auth0WebAppAuthenticationBuilder auth0, string connectionString)
    {
        #region postgresql-data-source
        var dataSource = new NpgsqlDataSourceBuilder(connectionString).Build();
        auth0.WithPostgreSql(dataSource, options => options.MaxConcurrentExchanges = 50);
        #endregion
    }

    public static void Redis(Auth0WebAppAuthenticationBuilder auth0)
    {
        #region redis-coordination
        auth0.WithRedis("redis.example.com:6380,ssl=true,user=orders,password=…");
        #endregion
    }

    public static void RedisConnection(Auth0WebAppAuthenticationBuilder auth0)
    {
        #region redis-connection
        auth0.WithRedis(services => services.GetRequiredService<IConnectionMultiplexer>());
        #endregion
    }

    public static void Script()
    {
        #region postgresql-script
        File.WriteAllText("auth0.sql", PostgreSqlSchema.Script("auth0"));
        #endregion
    }
}

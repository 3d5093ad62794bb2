using Auth0.AspNetCore.Mrrt.PostgreSql;
using Auth0.AspNetCore.Mrrt.Registration;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
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
        auth0.WithRedis("redis.example.com:6380,ssl=true,user=auth0,password=…");
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

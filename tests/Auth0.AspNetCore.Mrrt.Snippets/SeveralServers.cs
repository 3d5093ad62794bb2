using System.Security.Cryptography.X509Certificates;
using Auth0.AspNetCore.Mrrt.PostgreSql;
using Auth0.AspNetCore.Mrrt.Registration;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Auth0.AspNetCore.Mrrt.Snippets;

internal static class SeveralServers
{
    public static void Everything(WebApplicationBuilder builder, X509Certificate2 certificate)
    {
        #region postgresql
        builder.Services
            .AddAuth0WebApp(builder.Configuration.GetSection("Auth0"))
            .WithAccessToken(options => options.Audience = "https://orders.example.com")
            .WithPostgreSql(builder.Configuration.GetConnectionString("Sessions")!, options =>
            {
                options.StoreSessions = true;
                options.DataProtectionKeys = true;
                options.CreateSchema = true;
            });
        builder.Services.AddDataProtection()
            .SetApplicationName("orders-web")
            .ProtectKeysWithCertificate(certificate);
        #endregion
    }

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

    public static void Script()
    {
        #region postgresql-script
        File.WriteAllText("auth0.sql", PostgreSqlSchema.Script("auth0"));
        #endregion
    }
}

#region your-own-registration-usings
using System.Data.Common;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
#endregion

namespace Auth0.AspNetCore.Mrrt.Snippets.YourOwnCoordinator;

internal static class YourOwnRegistration
{
    public static void Register(WebApplicationBuilder builder)
    {
        #region your-own-registration
        builder.Services.AddSingleton<DbDataSource>(
            _ => NpgsqlDataSource.Create(builder.Configuration.GetConnectionString("Orders")!));
        builder.Services
            .AddAuth0WebApp(builder.Configuration.GetSection("Auth0"))
            .WithAccessToken(options => options.Audience = "https://orders.example.com")
            .WithSharedSessions(YourOwnBackend.Create, options => options.TurnTimeout = TimeSpan.FromSeconds(20));
        #endregion
    }
}

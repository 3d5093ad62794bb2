using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Auth0.AspNetCore.Mrrt.Storm.Nodes;

/// <summary>
/// One server of the storm: an application as a user of the library would write it. It serves until its standard input
/// closes, so that it never outlives the storm.
/// </summary>
internal static class NodeProgram
{
    public const string Verb = "node";
    public const string ReadyPrefix = "node ready ";

    public static async Task<int> RunAsync()
    {
        using var input = new StreamReader(Console.OpenStandardInput());
        var settings = JsonSerializer.Deserialize<NodeSettings>((await input.ReadLineAsync())!)!;
        await using var application = Build(settings);
        await application.StartAsync();
        Console.WriteLine(ReadyPrefix + application.Urls.Single());
        await input.ReadLineAsync();
        return 0;
    }

    private static WebApplication Build(NodeSettings settings)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders().AddConsole(console => console.LogToStandardErrorThreshold = LogLevel.Trace)
            .SetMinimumLevel(LogLevel.Warning).AddFilter("Auth0.AspNetCore.Mrrt", LogLevel.Information);
        AddLogin(builder.Services, settings);
        var application = builder.Build();
        application.Urls.Add("http://127.0.0.1:0");
        Map(application);
        return application;
    }

    private static void AddLogin(IServiceCollection services, NodeSettings settings)
    {
        var login = services
            .AddAuth0WebApp(options =>
            {
                options.Domain = settings.Domain;
                options.ClientId = settings.ClientId;
                options.ClientSecret = settings.ClientSecret;
                options.BackchannelTimeout = StormTimes.Backchannel;
                options.SendTelemetry = false; // the header says which server it was instead
            })
            .WithAccessToken(options =>
            {
                options.Audience = settings.Audiences[0];
                options.UseRefreshTokens = true;
                options.AccessTokenExpirationLeeway = StormTimes.Leeway;
                foreach (var (audience, scope) in settings.Audiences.Zip(settings.Scopes))
                {
                    options.ScopeByAudience[audience] = scope;
                }
            });
        services.AddHttpClient(Auth0Constants.HttpClientName).ConfigureHttpClient(client =>
            client.DefaultRequestHeaders.Add(
                NodeIdentity.HeaderName, new NodeIdentity(settings.Node, settings.Life).ToHeader()));
        if (settings.Database is { } database)
        {
            login.WithPostgreSql(database, options =>
            {
                options.StoreSessions = settings.Mode == SessionMode.Store;
                options.DataProtectionKeys = true;
                options.CreateSchema = true;
                options.TurnTimeout = StormTimes.Backchannel;
                options.QuietAfterRestart = settings.Quiet;
                options.EndedSessionsInterval = StormTimes.Propagation;
            });
            return;
        }

        services.AddDataProtection().UseEphemeralDataProtectionProvider();
        if (settings.Mode == SessionMode.Store)
        {
            login.WithSessionStore();
        }
    }

    private static void Map(WebApplication application)
    {
        application.MapGet("/", () => "A server of the storm.");
        application.MapGet("/login", (string user) => Results.Challenge(
            new LoginAuthenticationPropertiesBuilder().WithRedirectUri("/").WithParameter("login_hint", user).Build(),
            [Auth0Constants.AuthenticationScheme]));
        application.MapGet("/logout", () => Results.SignOut(
            new LogoutAuthenticationPropertiesBuilder().WithRedirectUri("/").Build(),
            [Auth0Constants.AuthenticationScheme]));
        application.MapGet("/token", async (
            HttpContext http, TimeProvider time, string audience, string? scope, bool force) =>
        {
            var request = new AccessTokenRequest { Audience = audience, Scope = scope, ForceRefresh = force };
            var result = await http.GetAccessTokenResultAsync(request, cancellationToken: http.RequestAborted);
            return new NodeAnswer
            {
                Subject = http.User.FindFirst("sub")?.Value,
                Token = result.Token?.Value,
                Reason = result.Reason?.ToString(),
                TenantStatus = result.StatusCode,
                ExpiresAt = result.Token?.ExpiresAt,
                HandedOutAt = time.GetUtcNow(),
            };
        });
    }
}

using System.Text.Json;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

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
        var signIns = new SignInLog();
        builder.Logging.AddProvider(signIns);
        AddLogin(builder.Services, settings);
        AddSecondCookie(builder.Services, settings.Mode);
        var application = builder.Build();
        application.Urls.Add("http://127.0.0.1:0");
        new NodeEndpoints(new NodeIdentity(settings.Node, settings.Life), signIns, TimeProvider.System).Map(application);
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
        NodeBackend.Add(services, login, settings);
    }

    /// <summary>Cookies that the library knows nothing of: the second one, and an application that renews the first.</summary>
    private static void AddSecondCookie(IServiceCollection services, SessionMode mode)
    {
        services.AddAuthentication().AddCookie(NodeSignIns.Elevated);
        if (mode == SessionMode.Store)
        {
            services.AddOptions<CookieAuthenticationOptions>(NodeSignIns.Elevated)
                .Configure<IServiceProvider>((options, provider) => options.SessionStore = provider
                    .GetRequiredService<IOptionsMonitor<CookieAuthenticationOptions>>()
                    .Get(CookieAuthenticationDefaults.AuthenticationScheme).SessionStore);
        }

        services.Configure<CookieAuthenticationOptions>(
            CookieAuthenticationDefaults.AuthenticationScheme,
            options => options.Events.OnValidatePrincipal = context =>
            {
                context.ShouldRenew |= context.Request.Query.ContainsKey(NodeEndpoints.Renew);
                return Task.CompletedTask;
            });
    }
}

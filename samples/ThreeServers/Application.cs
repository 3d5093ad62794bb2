using Auth0.AspNetCore.Mrrt;
using Auth0.AspNetCore.Mrrt.PostgreSql;
using Auth0.AspNetCore.Mrrt.Redis;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.Extensions.FileProviders;
using Quickstart;

namespace ThreeServers;

/// <summary>The application that runs on each server. It knows the other servers for the page's panel only.</summary>
internal static class Application
{
    private const string SignInFailed = "/sign-in-failed";

    public static WebApplication Build(AppServer server, ServerGroup servers, Surroundings around)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.SetMinimumLevel(around.LogLevel);
        AddLogin(builder.Services, around);
        AddPage(builder.Services, around);

        var app = builder.Build();
        app.Use((http, next) =>
        {
            http.Response.Headers["Answered-By"] = $"server {server.Name}";
            server.CountRequest();
            return next(http);
        });
        app.UseForwardedHeaders(); // in this order: without the next two lines, authentication runs first
        app.UseAuthentication();
        app.UseAuthorization();
        app.UsePageSecurity(around.Settings.Issuer);
        app.UseStaticFiles(new StaticFileOptions
        {
            FileProvider = new EmbeddedFileProvider(typeof(Application).Assembly, "wwwroot"),
        });
        MapPage(app, server, servers, around);
        return app;
    }

    private static void AddLogin(IServiceCollection services, Surroundings around)
    {
        var settings = around.Settings;
        var connectionString = around.Backend.ConnectionString;

        // What an application writes: where its users sign in, and where its servers share sessions and keys.
        var auth0 = services
            .AddAuth0WebApp(options =>
            {
                options.Domain = settings.Domain;
                options.ClientId = settings.ClientId;
                options.ClientSecret = settings.ClientSecret;
                options.AccessDeniedPath = SignInFailed;
                options.OpenIdConnectEvents = new() { OnRemoteFailure = RedirectToSignInFailed };
            })
            .WithAccessToken(options =>
            {
                options.Audience = settings.Apis[0].Audience;
                foreach (var api in settings.Apis)
                {
                    options.ScopeByAudience[api.Audience] = api.Scope;
                }
            });
        if (around.Backend.Kind is BackendKind.Redis)
        {
            auth0.WithRedis(connectionString, options => options.DataProtectionKeys = true);
        }
        else
        {
            auth0.WithPostgreSql(connectionString, options =>
            {
                options.DataProtectionKeys = true;
                options.CreateSchema = true;
            });
        }
        services.AddDataProtection()
            .SetApplicationName("three-servers")
            .ProtectKeysWithCertificate(around.KeyCertificate);
        services.Configure<ForwardedHeadersOptions>(options =>
            options.ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto);

        // What only this sample needs: its Redis or PostgreSQL is new, so no exchange from before can be under way.
        services.Configure<RedisOptions>(options => options.QuietAfterRestart = TimeSpan.Zero);
        services.Configure<PostgreSqlOptions>(options => options.QuietAfterRestart = TimeSpan.Zero);
    }

    private static void AddPage(IServiceCollection services, Surroundings around)
    {
        services.AddSingleton<TimeProvider>(around.Clock);
        services.AddSingleton(around.Settings).AddSingleton(around.Tenant).AddSingleton(around.Tokens).AddSingleton<Pages>();
        services.AddSingleton(new PageTexts("Three servers", "one session, any server",
        [
            EmbeddedText.Excerpt("samples/ThreeServers/Application.cs", "// What an application writes"),
            EmbeddedText.Excerpt("samples/ThreeServers/ProxyRoutes.cs", "// What the load balancer needs"),
        ]));
        services.AddHttpClient<ApiCaller>(client => client.BaseAddress = around.Apis);
        services.AddRazorComponents();
        services.AddAntiforgery();
        services.AddAuthorization();
    }

    private static void MapPage(WebApplication app, AppServer server, ServerGroup servers, Surroundings around)
    {
        async Task<IResult> PageAsync(HttpContext http, Pages pages, string? notice = null) =>
            new RazorComponentResult<ServersPage>(new
            {
                Model = await pages.ForAsync(http, notice),
                AnsweredBy = server.Name,
                Servers = servers.View(),
            });

        app.MapGet("/", (HttpContext http, Pages pages) => PageAsync(http, pages));
        app.MapGet(SignInFailed, (HttpContext http, Pages pages) => PageAsync(http, pages, "The sign-in failed. Try again."));
        app.MapGet("/sign-in", () => Results.Challenge(
            new LoginAuthenticationPropertiesBuilder().WithRedirectUri("/").Build(), [Auth0Constants.AuthenticationScheme]));
        app.MapTexts();

        // Every request that changes something is a POST, and must come from the sample's own page.
        var posts = app.MapGroup("").AddEndpointFilter<AntiforgeryFilter>();
        posts.MapPost("/sign-out", (HttpContext http, SessionTokens tokens) =>
        {
            tokens.Forget(http.User);
            return Results.SignOut(
                new LogoutAuthenticationPropertiesBuilder().WithRedirectUri("/").Build(), [Auth0Constants.AuthenticationScheme]);
        });
        posts.MapCalls(around.Settings);
        posts.MapExpiry(around.Clock);
        posts.MapPost(ProxyRoutes.StopB, async () => Results.Json(new { Reason = await servers.StopAsync(servers.B) }));
        posts.MapPost(ProxyRoutes.StartB, async () => Results.Json(new { Reason = await servers.StartAsync(servers.B) }));
    }

    // For example after a denied consent, or a callback that is opened twice. The library's log has the reason.
    private static Task RedirectToSignInFailed(RemoteFailureContext context)
    {
        context.HandleResponse();
        context.Response.Redirect(SignInFailed);
        return Task.CompletedTask;
    }
}

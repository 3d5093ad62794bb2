using System.Security.Claims;
using Auth0.AspNetCore.Mrrt.Coordination;
using Auth0.AspNetCore.Mrrt.Testing;
using Auth0.AspNetCore.Mrrt.Tests.Support;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Auth0.AspNetCore.Mrrt.Tests.Generated;

/// <summary>The application of the browser lives, on a clock that only the lives move.</summary>
internal sealed class BrowserApp : IAsyncDisposable
{
    public const string Cookies = "Cookies";
    public const string Second = "Second";
    public const string External = "External";

    /// <summary>The claim that a sign-in changes.</summary>
    public const string Claims = "claims";

    private TaskCompletionSource<HttpContext?> _opened = new();
    private TaskCompletionSource _closes = new();

    private BrowserApp()
    {
    }

    /// <summary>The only server, or the first of several.</summary>
    public AppHost Host => Servers[0];

    public List<AppHost> Servers { get; } = [];

    /// <summary>Sends the browsers' requests to a server.</summary>
    public ServerChoice Choice { get; private set; } = null!;

    /// <summary>What several servers share. Null for a single one.</summary>
    public SharingDatabase? Database { get; private init; }

    public static async Task<BrowserApp> StartAsync(string kept, int servers)
    {
        var app = new BrowserApp { Database = servers > 1 ? new SharingDatabase() : null };
        var build = SessionPlaces.Build(kept, new RecordedTickets());
        var keys = new EphemeralDataProtectionProvider();
        while (app.Servers.Count < servers)
        {
            app.Servers.Add(await AppHost.StartAsync(
                services: services => app.Add(services.AddSingleton<IDataProtectionProvider>(keys)),
                tenantOptions: options => options.TimeProvider = new ManualTimeProvider(),
                build: build,
                map: app.Map,
                other: app.Servers.FirstOrDefault()));
        }

        app.Choice = new ServerChoice([.. app.Servers.Select(server => server.Server.CreateHandler())]);
        (app.Host.Tenant.Client.AbsoluteLifetime, app.Host.Tenant.Client.IdleLifetime) = (null, null);
        return app;
    }

    public TenantBrowser Browser() => new(Host.Tenant, new Uri("https://localhost"), Choice, Host.Tenant.Clock);

    /// <summary>Lets the sessions slide, or not.</summary>
    public void Slide(bool slides)
    {
        foreach (var server in Servers)
        {
            server.Services.GetRequiredService<IOptionsMonitor<CookieAuthenticationOptions>>().Get(Cookies).SlidingExpiration = slides;
        }
    }

    /// <summary>How often a server has asked the others for a turn.</summary>
    public int Turns => Database?.Turns ?? 0;

    /// <summary>True when a server has asked the others for a turn since then. A single server asks nobody.</summary>
    public bool HadTurnSince(int turns) => Database is null || Database.Turns > turns;

    /// <summary>Waits until a request has been answered, or waits for a turn that another one has.</summary>
    public async Task AnsweredOrInLineAsync(Task request)
    {
        var lines = Servers.ConvertAll(server => server.Services.GetRequiredService<InProcessSessionCoordinator>());
        while (!request.IsCompleted && lines.Sum(line => line.QueueLength) < 2)
        {
            await Task.Yield();
        }
    }

    /// <summary>Moves the clock on. Each server hears of the ends that the others know of, and ends what was waiting for that.</summary>
    public async Task PassAsync(TimeSpan time)
    {
        Host.Tenant.Advance(time);
        foreach (var server in Servers)
        {
            await (Sessions(server)?.HearAsync() ?? Task.CompletedTask);
            var work = server.Services.GetRequiredService<InFlightWork>();
            while (work.Count > 0)
            {
                await Task.Yield();
            }
        }
    }

    /// <summary>A server looks at the session that was last asked a turn for.</summary>
    public async Task LookAsync(int server)
    {
        if (Sessions(Servers[server]) is { } sessions)
        {
            await sessions.GetStatusAsync(Database!.LastTurn!, CancellationToken.None);
        }
    }

    /// <summary>Waits for a request to <c>/open</c> and keeps it open.</summary>
    /// <param name="send">Sends the request.</param>
    /// <returns>The request. Null when nobody is signed in.</returns>
    public async Task<KeptRequest?> OpenAsync(Func<Task<HttpResponseMessage>> send)
    {
        (_opened, _closes) = (new(TaskCreationOptions.RunContinuationsAsynchronously), new());
        var response = send();
        if (await _opened.Task.WaitAsync(TimeSpan.FromSeconds(30)) is { } http)
        {
            return new KeptRequest(http, response, _closes);
        }

        (await response).Dispose();
        return null;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var server in Enumerable.Reverse(Servers))
        {
            await server.DisposeAsync();
        }

        Choice.Dispose();
    }

    private static SharingSessions? Sessions(AppHost server) => server.Services.GetRequiredService<ISessionCoordinator>() as SharingSessions;

    private void Add(IServiceCollection services)
    {
        services
            .AddLogging(logging => logging.SetMinimumLevel(LogLevel.Warning))
            .ConfigureAll<CookieAuthenticationOptions>(options => options.SlidingExpiration = false)
            .Configure<CookieAuthenticationOptions>(Cookies, options =>
            {
                options.Events.OnValidatePrincipal = Validate;
                // The response of the open request comes when it ends, and must not shorten what has been prolonged since.
                options.Events.OnCheckSlidingExpiration = context =>
                {
                    context.ShouldRenew = context.ShouldRenew && context.Request.Path != "/open";
                    return Task.CompletedTask;
                };
            })
            .AddAuthentication().AddCookie(Second).AddCookie(External);
        if (Database is { } database)
        {
            services.Replace(ServiceDescriptor.Singleton<ISessionCoordinator>(provider => new SharingSessions(
                provider.GetRequiredService<InProcessSessionCoordinator>(), database, provider.GetRequiredService<TimeProvider>())));
        }
    }

    private static Task Validate(CookieValidatePrincipalContext context)
    {
        var deed = context.Request.Query["deed"];
        if (deed == nameof(Deed.ReplacePrincipal))
        {
            context.ReplacePrincipal(BrowserDeeds.With(context.Principal!, context.Request.Query["name"]!));
        }

        context.ShouldRenew = deed == nameof(Deed.ReplacePrincipal) || deed == nameof(Deed.Renew);
        return Task.CompletedTask;
    }

    private void Map(WebApplication application)
    {
        application.MapGet("/who", async (HttpContext http, CancellationToken _) => http.User.Identity?.IsAuthenticated == true
            ? new WhoAnswer(http.User.FindFirstValue(Claims) ?? ModelDeeds.ClaimsOfLogin, await http.GetTokenAsync("access_token"))
            : new WhoAnswer(null, null));
        application.MapGet("/do", (HttpContext http, TimeProvider time, CancellationToken _, Deed deed, string name) =>
            BrowserDeeds.DoAsync(http, time, deed, name));
        application.MapGet("/open", async (HttpContext http, CancellationToken _) =>
        {
            var isSignedIn = http.User.Identity?.IsAuthenticated == true;
            _opened.SetResult(isSignedIn ? http : null);
            await (isSignedIn ? _closes.Task : Task.CompletedTask);
        });
    }
}

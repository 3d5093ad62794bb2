using System.Collections.Concurrent;
using Auth0.AspNetCore.Mrrt.Coordination.Shared;
using Auth0.AspNetCore.Mrrt.Testing;
using Auth0.AspNetCore.Mrrt.Testing.Contracts;
using Auth0.AspNetCore.Mrrt.Tests.Support;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Auth0.AspNetCore.Mrrt.SeveralServers;

/// <summary>The application twice, on one backend and one tenant: strict rotation, no overlap.</summary>
internal sealed class TwoServers : IAsyncDisposable
{
    private readonly List<WebApplication> _servers = [];
    private readonly ConcurrentQueue<string> _cookies = [];

    private TwoServers(Auth0Tenant tenant, IBackendUnderTest backend)
    {
        Tenant = tenant;
        Backend = backend;
    }

    public Auth0Tenant Tenant { get; }

    public IBackendUnderTest Backend { get; }

    public RecordedLogs Logs { get; } = new();

    public Balancer Balancer { get; private set; } = null!;

    /// <summary>Completed when the page that stays open has ended its session.</summary>
    public TaskCompletionSource Left { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Lets that page complete.</summary>
    public TaskCompletionSource GoOn { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>The calls of each server to the tenant.</summary>
    public List<HeldCalls> Calls { get; } = [];

    /// <summary>The servers' networks to the backend.</summary>
    public List<NetworkRelay> Networks { get; } = [];

    /// <param name="store">Sessions live in the backend.</param>
    /// <param name="configure">Changes the settings.</param>
    /// <param name="backend">A backend of the test's own. It ends with the servers.</param>
    public static async Task<TwoServers> StartAsync(
        bool store, Action<SharedSessionOptions>? configure = null, IBackendUnderTest? backend = null)
    {
        var tenant = await Auth0Tenant.StartInProcessAsync(options =>
        {
            options.Behavior.SilentSignIn = true;
            options.KeepIssuedSecrets = true;
        });
        var both = new TwoServers(tenant, backend ?? await BackendUnderTest.StartAsync());
        for (var server = 0; server < 2; server++)
        {
            both._servers.Add(await both.StartOneAsync(store, configure));
        }

        both.Balancer = new Balancer([.. both._servers.Select(server => server.GetTestServer().CreateHandler())]);
        return both;
    }

    public T Service<T>(int server)
        where T : notnull => _servers[server].Services.GetRequiredService<T>();

    public TenantBrowser Browser() => new(Tenant, new Uri("https://localhost"), Balancer, Tenant.Clock);

    public async Task<TenantBrowser> SignedInAsync()
    {
        var browser = Browser();
        (await browser.SignInAsync()).Dispose();
        Tenant.ResetLog();
        return browser;
    }

    public Task HearAsync(int server) => Service<BackgroundWork>(server).PassAsync(default);

    /// <summary>Lets a server reach the backend again, and waits until it does: a client may connect anew a moment later.</summary>
    public Task ReconnectAsync(int server)
    {
        Networks[server].Reconnect();
        return UntilItAnswersAsync(server);
    }

    /// <summary>Waits until the backend answers a server.</summary>
    public async Task UntilItAnswersAsync(int server)
    {
        while (true)
        {
            try
            {
                await Service<ISessionBackend>(server).ReadAsync("any", 0, CancellationToken.None);
                return;
            }
            catch (SessionBackendException)
            {
                await Task.Yield();
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var server in _servers)
        {
            await server.DisposeAsync();
        }

        Leaks().Should().BeEmpty("no token, code, secret or cookie is ever logged");
        Networks.ForEach(network => network.Dispose());
        await Backend.DisposeAsync();
        await Tenant.DisposeAsync();
    }

    /// <summary>Everything that would open something, were it found elsewhere.</summary>
    public IEnumerable<string> Secrets =>
        Tenant.IssuedSecrets.Append(Tenant.Client.ClientSecret).Concat(_cookies).Distinct().Where(secret => secret.Length > 8);

    /// <summary>Pages that end the session: one begins another with its tokens, and one stays open for a while.</summary>
    private void MapOutAndIn(WebApplication application)
    {
        application.MapGet("/out-and-in", async (HttpContext http) =>
        {
            var session = await http.AuthenticateAsync();
            await http.SignOutAsync("Cookies");
            await http.SignInAsync("Cookies", session.Principal!, session.Properties);
            return Results.Ok();
        });
        application.MapGet("/out-and-wait", async (HttpContext http) =>
        {
            await http.SignOutAsync("Cookies");
            Left.SetResult();
            await GoOn.Task;
            return Results.Ok();
        });
    }

    private IEnumerable<string> Leaks() =>
        from secret in Secrets
        from line in Logs.Lines
        where !line.Contains("Microsoft.AspNetCore.Hosting.Diagnostics", StringComparison.Ordinal)
        where line.Contains(secret, StringComparison.Ordinal)
        select line;

    private async Task<WebApplication> StartOneAsync(bool store, Action<SharedSessionOptions>? configure)
    {
        var network = Backend.NewNetwork();
        Networks.Add(network);
        var calls = new HeldCalls();
        Calls.Add(calls);
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { EnvironmentName = "Production" });
        builder.WebHost.UseTestServer(options => options.BaseAddress = new Uri("https://localhost"));
        builder.Logging.SetMinimumLevel(LogLevel.Trace).AddProvider(Logs);
        builder.Services.AddRoutingCore().AddSingleton(Tenant.Clock);
        var login = builder.Services
            .AddAuth0WebApp(options =>
            {
                options.Domain = Tenant.Domain;
                options.ClientId = Tenant.Client.ClientId;
                options.ClientSecret = Tenant.Client.ClientSecret;
                options.BackchannelHttpHandler = Tenant.CreateHandler();
                calls.Attach(options);
            })
            .WithAccessToken(options =>
            {
                options.Audience = AppHost.Orders;
                options.Scope = "read:orders";
                options.UseRefreshTokens = true;
            });
        Backend.Share(login, network, options =>
        {
            options.StoreSessions = store;
            options.QuietAfterRestart = TimeSpan.Zero;
            options.EndedSessionsInterval = TimeSpan.FromDays(1); // the tests say when
            configure?.Invoke(options);
        });
        var application = builder.Build();
        application.Use(async (http, next) =>
        {
            await next(http);
            foreach (var cookie in http.Response.Headers.SetCookie.OfType<string>())
            {
                _cookies.Enqueue(cookie.Split('=', 2)[1].Split(';')[0]);
            }
        });
        application.UseAuthentication();
        AppEndpoints.Map(application);
        MapOutAndIn(application);
        await application.StartAsync();
        return application;
    }
}

using System.Collections.Concurrent;
using System.Net.Http.Json;
using Auth0.AspNetCore.Mrrt.Registration;
using Auth0.AspNetCore.Mrrt.Testing;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Auth0.AspNetCore.Mrrt.Tests.Support;

/// <summary>A small application on a test server, signing in at a tenant in process; both live on the tenant's clock.</summary>
internal sealed class AppHost : IAsyncDisposable
{
    public const string Orders = "https://orders.example.com";
    public const string Inventory = "https://inventory.example.com";
    public const string Admin = "https://admin.example.com";

    private readonly WebApplication _application;
    private readonly ConcurrentQueue<string> _cookies;

    private AppHost(
        WebApplication application,
        Auth0Tenant tenant,
        RecordedEvents events,
        RecordedLogs logs,
        ConcurrentQueue<string> cookies)
    {
        _application = application;
        _cookies = cookies;
        Tenant = tenant;
        Events = events;
        Logs = logs;
    }

    public Auth0Tenant Tenant { get; }

    public RecordedEvents Events { get; }

    public RecordedLogs Logs { get; }

    public IServiceProvider Services => _application.Services;

    /// <summary>True when the tenant belongs to another server of the same application, which ends after this one.</summary>
    private bool IsSecondServer { get; init; }

    public TestServer Server => _application.GetTestServer();

    public static async Task<AppHost> StartAsync(
        Action<Auth0WebAppWithAccessTokenOptions>? accessTokens = null,
        Action<Auth0WebAppOptions>? login = null,
        Action<IServiceCollection>? services = null,
        Action<WebApplication>? map = null,
        Action<Auth0TenantOptions>? tenantOptions = null,
        Action<Auth0WebAppWithAccessTokenAuthenticationBuilder>? build = null,
        Action<IServiceCollection, Auth0Tenant>? otherLogin = null,
        Action<Auth0AccessTokensClientOptions>? client = null,
        AppHost? other = null)
    {
        var tenant = other?.Tenant ?? await Auth0Tenant.StartInProcessAsync(options =>
        {
            options.Behavior.SilentSignIn = true;
            options.KeepIssuedSecrets = true;
            tenantOptions?.Invoke(options);
        });
        var events = new RecordedEvents();
        var logs = new RecordedLogs();
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { EnvironmentName = "Production" });
        builder.WebHost.UseTestServer(options => options.BaseAddress = new Uri("https://localhost"));
        builder.Logging.SetMinimumLevel(LogLevel.Trace).AddProvider(logs);
        builder.Services.AddRoutingCore().AddSingleton(tenant.Clock);
        otherLogin?.Invoke(builder.Services, tenant);
        var auth0 = otherLogin is null
            ? builder.Services.AddAuth0WebApp(Login).WithAccessToken(AccessTokens)
            : builder.Services.AddAuth0AccessTokens(Auth0Constants.AuthenticationScheme, Client, AccessTokens);
        build?.Invoke(auth0);
        services?.Invoke(builder.Services);
        var application = builder.Build();
        var cookies = new ConcurrentQueue<string>();
        application.Use(async (http, next) =>
        {
            await next(http);
            foreach (var cookie in http.Response.Headers.SetCookie.OfType<string>())
            {
                cookies.Enqueue(cookie.Split('=', 2)[1].Split(';')[0]);
            }
        });
        application.UseExceptionHandler(error => error.Run(_ => Task.CompletedTask));
        application.UseAuthentication();
        AppEndpoints.Map(application);
        map?.Invoke(application);
        await application.StartAsync();
        return new AppHost(application, tenant, events, logs, cookies) { IsSecondServer = other is not null };

        void Login(Auth0WebAppOptions options)
        {
            options.Domain = tenant.Domain;
            options.ClientId = tenant.Client.ClientId;
            options.ClientSecret = tenant.Client.ClientSecret;
            options.BackchannelHttpHandler = tenant.CreateHandler();
            login?.Invoke(options);
        }

        void Client(Auth0AccessTokensClientOptions options)
        {
            options.Domain = tenant.Domain;
            options.ClientId = tenant.Client.ClientId;
            options.ClientSecret = tenant.Client.ClientSecret;
            options.BackchannelHttpHandler = tenant.CreateHandler();
            client?.Invoke(options);
        }

        void AccessTokens(Auth0WebAppWithAccessTokenOptions options)
        {
            options.Audience = Orders;
            options.Scope = "read:orders";
            options.UseRefreshTokens = true;
            options.Events = events.Handlers;
            accessTokens?.Invoke(options);
        }
    }

    /// <summary>Ends the host as a server does that stops, and leaves the tenant running.</summary>
    public Task StopAsync() => _application.StopAsync();

    public TenantBrowser Browser() => new(Tenant, new Uri("https://localhost"), Server.CreateHandler(), Tenant.Clock);

    /// <summary>A browser whose user has signed in; what the login cost is off the tenant's log.</summary>
    public async Task<TenantBrowser> SignedInAsync(string login = "/login", TenantUser? user = null)
    {
        var browser = Browser();
        (await browser.SignInAsync(login, user)).Dispose();
        Tenant.ResetLog();
        return browser;
    }

    /// <summary>What the browser's cookie holds, whatever the application remembers beside it.</summary>
    public AuthenticationTicket? TicketOf(TenantBrowser browser)
    {
        var options = Services.GetRequiredService<IOptionsMonitor<CookieAuthenticationOptions>>().Get("Cookies");
        var request = new DefaultHttpContext();
        request.Request.Headers.Cookie = string.Join("; ", browser.Cookies.Select(cookie => $"{cookie.Name}={cookie.Value}"));
        return options.TicketDataFormat.Unprotect(options.CookieManager.GetRequestCookie(request, options.Cookie.Name!));
    }

    /// <summary>Every test that starts an application ends with a search of all it logged, at every level, for every
    /// token, code and secret that the tenant issued and every cookie that the application set.</summary>
    public async ValueTask DisposeAsync()
    {
        await _application.DisposeAsync();
        Leaks().Should().BeEmpty("no token, code, secret or cookie is ever logged");
        await (IsSecondServer ? ValueTask.CompletedTask : Tenant.DisposeAsync());
    }

    public IEnumerable<string> Leaks() =>
        from secret in Tenant.IssuedSecrets.Append(Tenant.Client.ClientSecret).Concat(_cookies).Distinct()
        where secret.Length > 8
        from line in Logs.Lines
            // The host's own request log writes the callback's query; it is the application's to configure.
        where !line.Contains("Microsoft.AspNetCore.Hosting.Diagnostics", StringComparison.Ordinal)
        where line.Contains(secret, StringComparison.Ordinal)
        select line;
}

/// <summary>What the application answers about a token.</summary>
internal sealed record TokenAnswer(
    string? Token, string? Reason, string[] Scopes, string[] Missing, DateTimeOffset? ExpiresAt, string? Error,
    string? Description);

/// <summary>What the application's session looks like from within a request.</summary>
internal sealed record SessionAnswer(
    string? Name, string? Subject, string? AccessToken, string? RefreshToken, string? IdToken, string? ExpiresAt);

internal static class BrowserCalls
{
    public static async Task<TokenAnswer> TokenAsync(
        this TenantBrowser browser, string? audience = null, string? scope = null, bool force = false)
    {
        using var response = await browser.GetAsync(
            $"/token?audience={Uri.EscapeDataString(audience ?? "")}&scope={Uri.EscapeDataString(scope ?? "")}&force={force}");
        response.EnsureSuccessStatusCode();
        return (await response.Content.ReadFromJsonAsync<TokenAnswer>())!;
    }

    public static async Task<SessionAnswer> SessionAsync(this TenantBrowser browser)
    {
        using var response = await browser.GetAsync("/session");
        return (await response.Content.ReadFromJsonAsync<SessionAnswer>())!;
    }
}

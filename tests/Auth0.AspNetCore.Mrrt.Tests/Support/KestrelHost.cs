using System.Diagnostics.Metrics;
using Auth0.AspNetCore.Mrrt.Testing;
using Auth0.AspNetCore.Mrrt.Tests.Tokens;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Auth0.AspNetCore.Mrrt.Tests.Support;

/// <summary>The tests' application on a real Kestrel with its default limits: a test server has none.</summary>
internal sealed class KestrelHost : IAsyncDisposable
{
    private readonly WebApplication _application;

    private KestrelHost(WebApplication application, Auth0Tenant tenant, RecordedLogs logs, TestMeters meters)
    {
        _application = application;
        Tenant = tenant;
        Logs = logs;
        Meters = meters;
    }

    public Auth0Tenant Tenant { get; }

    public RecordedLogs Logs { get; }

    public TestMeters Meters { get; }

    public static async Task<KestrelHost> StartAsync(
        Action<Auth0WebAppOptions>? login = null,
        Action<WebApplication>? map = null,
        Action<KestrelServerOptions>? kestrel = null)
    {
        var tenant = await Auth0Tenant.StartInProcessAsync(options => options.Behavior.SilentSignIn = true);
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { EnvironmentName = "Production" });
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0").ConfigureKestrel(kestrel ?? (_ => { }));
        builder.Services.AddRoutingCore().AddSingleton(tenant.Clock);
        builder.Services
            .AddAuth0WebApp(options =>
            {
                options.Domain = tenant.Domain;
                options.ClientId = tenant.Client.ClientId;
                options.ClientSecret = tenant.Client.ClientSecret;
                options.BackchannelHttpHandler = tenant.CreateHandler();
                login?.Invoke(options);
            })
            .WithAccessToken(options =>
            {
                options.Audience = AppHost.Orders;
                options.Scope = "read:orders";
            });
        var logs = new RecordedLogs();
        var meters = new TestMeters();
        builder.Services.AddSingleton<IMeterFactory>(meters);
        builder.Logging.AddProvider(logs);
        var application = builder.Build();
        application.UseAuthentication();
        AppEndpoints.Map(application);
        map?.Invoke(application);
        await application.StartAsync();
        return new KestrelHost(application, tenant, logs, meters);
    }

    public TenantBrowser Browser() => new(Tenant, new Uri(_application.Urls.Single()), clock: Tenant.Clock);

    public async ValueTask DisposeAsync()
    {
        await _application.DisposeAsync();
        Meters.Dispose();
        Logs.Dispose();
        await Tenant.DisposeAsync();
    }
}

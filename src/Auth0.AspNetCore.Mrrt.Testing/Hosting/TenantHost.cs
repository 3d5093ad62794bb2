using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Auth0.AspNetCore.Mrrt.Testing.Hosting;

/// <summary>
/// The server underneath: Kestrel on 127.0.0.1, or none at all. It reads no configuration and logs nothing, because
/// the framework logs addresses and those of a tenant carry codes and ID tokens.
/// </summary>
internal static class TenantHost
{
    private static readonly TimeSpan ShutdownTimeout = TimeSpan.FromSeconds(5);

    public static async Task<WebApplication> StartAsync(
        TenantPipeline pipeline, int? port, CancellationToken cancellationToken)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = ShutdownTimeout);
        builder.Services.AddSingleton<IHostLifetime, NoLifetime>();
        if (port is { } number)
        {
            builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
            {
                kestrel.AddServerHeader = false;
                kestrel.Listen(IPAddress.Loopback, number);
            });
        }
        else
        {
            builder.WebHost.UseTestServer();
        }

        var application = builder.Build();
        application.Run(pipeline.HandleAsync);
        try
        {
            await application.StartAsync(cancellationToken).ConfigureAwait(false);
            return application;
        }
        catch
        {
            // The port may be taken.
            await application.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }
}

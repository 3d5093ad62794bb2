#region your-own-server-usings
using System.Data.Common;
using Auth0.AspNetCore.Mrrt.Coordination;
using Auth0.AspNetCore.Mrrt.Coordination.Shared;
using Auth0.AspNetCore.Mrrt.Testing.Contracts;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Npgsql;
#endregion

namespace Auth0.AspNetCore.Mrrt.Snippets.YourOwnCoordinator;

#region your-own-server
internal sealed class YourOwnServer : IContractServer, IAsyncDisposable
{
    private readonly MovableClock _clock = new();
    private readonly NetworkRelay _network;
    private readonly ServiceProvider _services;

    public YourOwnServer(string connectionString, int port)
    {
        _network = new NetworkRelay(port);
        var services = new ServiceCollection().AddLogging().AddSingleton<TimeProvider>(_clock);
        services.AddSingleton<DbDataSource>(
            _ => NpgsqlDataSource.Create($"{connectionString};Host=127.0.0.1;Port={_network.Port}"));
        services
            .AddAuth0WebApp(options =>
            {
                options.Domain = "tenant.auth0.test";
                options.ClientId = "client";
                options.ClientSecret = "secret";
            })
            .WithSharedSessions(YourOwnBackend.Create, options =>
            {
                options.TurnTimeout = TimeSpan.FromSeconds(2);
                options.CommitRetryTime = TimeSpan.FromSeconds(5);
                options.QuietAfterRestart = TimeSpan.Zero;
            });
        _services = services.BuildServiceProvider();
    }

    public ISessionCoordinator Coordinator => _services.GetRequiredService<ISessionCoordinator>();

    public ISessionBackend Backend => _services.GetRequiredService<ISessionBackend>();

    public DateTimeOffset Now => _clock.GetUtcNow();

    public void Advance(TimeSpan by) => _clock.Advance(by);

    public void BreakConnections() => _network.Break();

    public void CutOff() => _network.CutOff();

    public void Reconnect() => _network.Reconnect();

    // What the library does in the background it does once before an application starts.
    public async Task PassAsync(CancellationToken cancellationToken)
    {
        foreach (var service in _services.GetServices<IHostedService>().OfType<IHostedLifecycleService>())
        {
            await service.StartingAsync(cancellationToken);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
        _network.Dispose();
    }
}
#endregion

using Auth0.AspNetCore.Mrrt.Coordination;
using Auth0.AspNetCore.Mrrt.Coordination.Shared;
using Auth0.AspNetCore.Mrrt.Testing.Contracts;
using Auth0.AspNetCore.Mrrt.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Auth0.AspNetCore.Mrrt.PostgreSql.Tests.Support;

/// <summary>What an application registers, without the application: its sessions, and a network of its own to the
/// database.</summary>
internal sealed class TestServer : IContractServer, IAsyncDisposable
{
    private readonly ServiceProvider _services;
    private readonly ShiftedClock _clock;

    private TestServer(ServiceProvider services, ShiftedClock clock, NetworkRelay network, RecordedLogs logs)
    {
        _services = services;
        _clock = clock;
        Network = network;
        Logs = logs;
    }

    public NetworkRelay Network { get; }

    public RecordedLogs Logs { get; }

    public ISessionCoordinator Coordinator => _services.GetRequiredService<ISessionCoordinator>();

    public ISessionBackend Backend => Service<ISessionBackend>();

    public InProcessSessionCoordinator Line => _services.GetRequiredService<InProcessSessionCoordinator>();

    public T Service<T>()
        where T : notnull => _services.GetRequiredService<T>();

    public DateTimeOffset Now => _clock.GetUtcNow();

    public static async Task<TestServer> StartAsync(
        int port, string connectionString, ShiftedClock clock, Action<PostgreSqlOptions> configure)
    {
        var network = new NetworkRelay(port);
        var logs = new RecordedLogs();
        var services = new ServiceCollection();
        services.AddLogging(logging => logging.SetMinimumLevel(LogLevel.Trace).AddProvider(logs));
        services.AddSingleton<TimeProvider>(clock);
        services
            .AddAuth0WebApp(options =>
            {
                options.Domain = "tenant.auth0.test";
                options.ClientId = "client";
                options.ClientSecret = "secret";
            })
            .WithPostgreSql(
                $"{connectionString};Port={network.Port}",
                options =>
                {
                    options.StoreSessions = true;
                    options.CreateSchema = true;
                    options.QuietAfterRestart = TimeSpan.Zero;
                    options.TurnTimeout = TimeSpan.FromSeconds(2);
                    options.CommitRetryTime = TimeSpan.FromSeconds(5);
                    configure(options);
                });
        var server = new TestServer(services.BuildServiceProvider(), clock, network, logs);
        await server.PassAsync();
        return server;
    }

    public void Advance(TimeSpan by) => _clock.Advance(by);

    public void BreakConnections() => Network.Break();

    public void CutOff() => Network.CutOff();

    public void Reconnect() => Network.Reconnect();

    public Task PassAsync(CancellationToken cancellationToken = default) => Service<BackgroundWork>().PassAsync(cancellationToken);

    public async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
        Network.Dispose();
    }
}

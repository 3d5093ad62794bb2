using Auth0.AspNetCore.Mrrt.Coordination;
using Auth0.AspNetCore.Mrrt.Coordination.Shared;
using Auth0.AspNetCore.Mrrt.Registration;
using Auth0.AspNetCore.Mrrt.Testing.Contracts;
using Auth0.AspNetCore.Mrrt.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Auth0.AspNetCore.Mrrt.SeveralServers;

/// <summary>What an application registers, without the application: its sessions, and a network of its own to what the servers
/// share.</summary>
internal sealed class ServerUnderTest : IContractServer, IAsyncDisposable
{
    private const int SessionsOfAllNodes = 20;

    private readonly ServiceProvider _services;
    private readonly ShiftedClock _clock;
    private readonly IReadOnlyList<NetworkRelay> _networks;

    private ServerUnderTest(ServiceProvider services, ShiftedClock clock, IReadOnlyList<NetworkRelay> networks, RecordedLogs logs)
    {
        _services = services;
        _clock = clock;
        _networks = networks;
        Logs = logs;
    }

    public NetworkRelay Network => _networks[0];

    public RecordedLogs Logs { get; }

    /// <summary>True when the driver's client connects anew by itself, a moment later than it could.</summary>
    public bool ConnectsLater { get; init; }

    public ISessionCoordinator Coordinator => _services.GetRequiredService<ISessionCoordinator>();

    public ISessionBackend Backend => Service<ISessionBackend>();

    public InProcessSessionCoordinator Line => _services.GetRequiredService<InProcessSessionCoordinator>();

    public T Service<T>()
        where T : notnull => _services.GetRequiredService<T>();

    public DateTimeOffset Now => _clock.GetUtcNow();

    /// <param name="clock">The servers' clock.</param>
    /// <param name="networks">To each node of what they share. The server ends them.</param>
    /// <param name="share">Registers what they share.</param>
    /// <param name="connectsLater">See <see cref="ConnectsLater"/>.</param>
    public static async Task<ServerUnderTest> StartAsync(
        ShiftedClock clock,
        IReadOnlyList<NetworkRelay> networks,
        Action<Auth0WebAppAuthenticationBuilder> share,
        bool connectsLater = false)
    {
        var logs = new RecordedLogs();
        var services = new ServiceCollection();
        services.AddLogging(logging => logging.SetMinimumLevel(LogLevel.Trace).AddProvider(logs));
        services.AddSingleton<TimeProvider>(clock);
        share(services.AddAuth0WebApp(options =>
        {
            options.Domain = "tenant.auth0.test";
            options.ClientId = "client";
            options.ClientSecret = "secret";
        }));
        var server = new ServerUnderTest(services.BuildServiceProvider(), clock, networks, logs) { ConnectsLater = connectsLater };
        await server.PassAsync();
        return server;
    }

    /// <summary>How patient the servers of a contract are.</summary>
    public static void ForContracts(SharedSessionOptions options)
    {
        options.StoreSessions = true;
        options.QuietAfterRestart = TimeSpan.Zero;
        options.TurnTimeout = TimeSpan.FromSeconds(2);
        options.CommitRetryTime = TimeSpan.FromSeconds(5);
    }

    public void Advance(TimeSpan by) => _clock.Advance(by);

    public void BreakConnections() => Each(network => network.Break());

    public void CutOff() => Each(network => network.CutOff());

    public void Reconnect()
    {
        Each(network => network.Reconnect());
        if (ConnectsLater)
        {
            UntilItAnswersAsync().GetAwaiter().GetResult();
        }
    }

    public Task PassAsync(CancellationToken cancellationToken = default) => Service<BackgroundWork>().PassAsync(cancellationToken);

    /// <summary>Waits until the backend answers, on each node.</summary>
    public async Task UntilItAnswersAsync()
    {
        for (var session = 0; session < SessionsOfAllNodes;)
        {
            try
            {
                await Backend.ReadAsync($"any {session}", 0, CancellationToken.None);
                session++;
            }
            catch (SessionBackendException)
            {
                await Task.Yield();
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
        Each(network => network.Dispose());
    }

    private void Each(Action<NetworkRelay> act)
    {
        foreach (var network in _networks)
        {
            act(network);
        }
    }
}

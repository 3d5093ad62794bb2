using Auth0.AspNetCore.Mrrt.Coordination;
using Auth0.AspNetCore.Mrrt.Coordination.Shared;
using Auth0.AspNetCore.Mrrt.Testing.Contracts;

namespace Auth0.AspNetCore.Mrrt.Tests.Support;

/// <summary>Servers that share a backend in memory, for the contracts.</summary>
internal sealed class SharedContractServers(TimeSpan? lease) : IContractServers
{
    private readonly MemoryBackend _shared = new(TimeProvider.System, lease) { Grace = TimeSpan.FromSeconds(0.5) };
    private readonly List<Server> _servers = [];

    public TimeSpan? Lease => lease;

    public async Task<IContractServer> StartAsync(CancellationToken cancellationToken)
    {
        var server = new Server(_shared);
        _servers.Add(server);
        await server.PassAsync(cancellationToken);
        return server;
    }

    public ValueTask DisposeAsync()
    {
        _servers.ForEach(server => server.Dispose());
        return ValueTask.CompletedTask;
    }

    private sealed class Server : IContractServer, IDisposable
    {
        private readonly ShiftedClock _time = new();
        private readonly SharedServer _server;

        public Server(MemoryBackend shared) => _server = new SharedServer(shared, _time, options =>
        {
            options.TurnTimeout = TimeSpan.FromSeconds(2);
            options.CommitRetryTime = TimeSpan.FromSeconds(5);
            options.QuietAfterRestart = TimeSpan.Zero;
        });

        public ISessionCoordinator Coordinator => _server.Sessions;

        public ISessionBackend Backend => _server.Way;

        public DateTimeOffset Now => _time.GetUtcNow();

        public void Advance(TimeSpan by) => _time.Advance(by);

        public void BreakConnections() => _server.Way.BreakConnectionsAsync().GetAwaiter().GetResult();

        public void CutOff()
        {
            _server.Faults.CutOff();
            BreakConnections();
        }

        public void Reconnect() => _server.Faults.Reconnect();

        public Task PassAsync(CancellationToken cancellationToken) => _server.Background.PassAsync(cancellationToken);

        public void Dispose() => _server.Dispose();
    }
}

using Auth0.AspNetCore.Mrrt.Coordination;
using Auth0.AspNetCore.Mrrt.Coordination.Shared;
using Auth0.AspNetCore.Mrrt.Testing.Contracts;
using Npgsql;

namespace Auth0.AspNetCore.Mrrt.Snippets.YourOwnCoordinator;

#region your-own-servers
internal sealed class YourOwnServers(string connectionString, int port) : IContractServers
{
    private readonly List<YourOwnServer> _servers = [];

    public static async Task<IContractServers> StartAsync(string connectionString, int port)
    {
        await using var database = NpgsqlDataSource.Create(connectionString);
        await using var command = database.CreateCommand("DROP TABLE IF EXISTS session, ended;" + YourOwnBackend.Tables);
        await command.ExecuteNonQueryAsync();
        return new YourOwnServers(connectionString, port);
    }

    public async Task<IContractServer> StartAsync(CancellationToken cancellationToken)
    {
        var server = new YourOwnServer(connectionString, port);
        _servers.Add(server);
        await server.Backend.PrepareAsync(cancellationToken);
        return server;
    }

    public Task WaitingAsync(int servers, CancellationToken cancellationToken) => throw new NotSupportedException();

    public async ValueTask DisposeAsync()
    {
        foreach (var server in _servers)
        {
            await server.DisposeAsync();
        }
    }
}

internal sealed class YourOwnServer : IContractServer, IAsyncDisposable
{
    private readonly MovableClock _clock = new();
    private readonly NetworkRelay _network;
    private readonly NpgsqlDataSource _database;

    public YourOwnServer(string connectionString, int port)
    {
        _network = new NetworkRelay(port);
        _database = NpgsqlDataSource.Create($"{connectionString};Host=127.0.0.1;Port={_network.Port}");
        Backend = new YourOwnBackend(_database, _clock);
    }

    public ISessionBackend Backend { get; }

    public ISessionCoordinator Coordinator => throw new NotSupportedException(); // the driver alone is checked

    public DateTimeOffset Now => _clock.GetUtcNow();

    public void Advance(TimeSpan by) => _clock.Advance(by);

    public void BreakConnections() => _network.Break();

    public void CutOff() => _network.CutOff();

    public void Reconnect() => _network.Reconnect();

    public Task PassAsync(CancellationToken cancellationToken) => throw new NotSupportedException();

    public async ValueTask DisposeAsync()
    {
        await _database.DisposeAsync();
        _network.Dispose();
    }
}
#endregion

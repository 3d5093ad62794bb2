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
        await server.PassAsync(cancellationToken);
        return server;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var server in _servers)
        {
            await server.DisposeAsync();
        }
    }
}
#endregion

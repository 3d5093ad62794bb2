using Auth0.AspNetCore.Mrrt.PostgreSql.Server;
using Auth0.AspNetCore.Mrrt.Testing.Contracts;
using Microsoft.Extensions.DependencyInjection;

namespace Auth0.AspNetCore.Mrrt.PostgreSql.Tests.Support;

/// <summary>Servers on one database, with a schema and a clock of their own.</summary>
internal sealed class TestServers : IContractServers
{
    private readonly LocalPostgreSql _database;
    private readonly string _settings;
    private TransactionPooler? _pooler;
    private readonly string _schema = SharedPostgreSql.NewSchema();
    private readonly List<TestServer> _servers = [];

    private TestServers(LocalPostgreSql database, string settings)
    {
        _database = database;
        _settings = settings;
    }

    public ShiftedClock Clock { get; } = new();

    public LocalPostgreSql Database => _database;

    public string Schema => _schema;

    /// <param name="settings">What is added to the connection string.</param>
    /// <param name="database">A server of the test's own; else the one that all tests share.</param>
    public static async Task<TestServers> CreateAsync(string settings = "", LocalPostgreSql? database = null) =>
        new(database ?? await SharedPostgreSql.ServerAsync(), settings);

    /// <summary>The same behind a pooler that gives each transaction another connection.</summary>
    public static async Task<TestServers> CreateBehindPoolerAsync()
    {
        var servers = await CreateAsync();
        servers._pooler = await TransactionPooler.StartAsync(servers._database, servers._schema + "_pool");
        return servers;
    }

    public async Task<TestServer> StartAsync(Action<PostgreSqlOptions>? configure = null)
    {
        var network = new NetworkRelay(_pooler?.Port ?? _database.Port);
        var name = $"{_schema}_{_servers.Count}";
        var server = await TestServer.StartAsync(Clock, [network], login => login.WithPostgreSql(
            $"{_database.ConnectionString};Application Name={name};{_settings};Port={network.Port}",
            options =>
            {
                TestServer.ForContracts(options);
                options.CreateSchema = true;
                options.Schema = _schema;
                configure?.Invoke(options);
            }));
        _servers.Add(server);
        return server;
    }

    async Task<IContractServer> IContractServers.StartAsync(CancellationToken cancellationToken) => await StartAsync();

    public async Task WaitingAsync(int servers, CancellationToken cancellationToken = default)
    {
        // Each question waits for the database's answer; it says so as soon as it is so.
        while (await _database.AskAsync<long>(
            "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND query_start < clock_timestamp() - interval '200 ms' "
            + $"AND application_name LIKE '{_schema}%'") < servers)
        {
            cancellationToken.ThrowIfCancellationRequested();
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var server in _servers)
        {
            await server.DisposeAsync();
        }

        _pooler?.Dispose();
    }
}

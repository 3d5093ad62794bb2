using System.Text;
using Auth0.AspNetCore.Mrrt.Coordination.Shared;
using Auth0.AspNetCore.Mrrt.PostgreSql.Server;
using Auth0.AspNetCore.Mrrt.Registration;
using Auth0.AspNetCore.Mrrt.Testing.Contracts;
using Auth0.AspNetCore.Mrrt.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace Auth0.AspNetCore.Mrrt.PostgreSql.Tests.Support;

/// <summary>Servers on one database, with a schema and a clock of their own.</summary>
internal sealed class TestServers : IContractServers, IBackendUnderTest
{
    private readonly LocalPostgreSql _database;
    private readonly string _settings;
    private TransactionPooler? _pooler;
    private readonly string _schema = SharedPostgreSql.NewSchema();
    private readonly List<ServerUnderTest> _servers = [];
    private int _shared;

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

    public async Task<ServerUnderTest> StartAsync(Action<PostgreSqlOptions>? configure = null)
    {
        var network = NewNetwork();
        var server = await ServerUnderTest.StartAsync(Clock, [network], login => Share(login, network, options =>
        {
            ServerUnderTest.ForContracts(options);
            configure?.Invoke(options);
        }));
        _servers.Add(server);
        return server;
    }

    public NetworkRelay NewNetwork() => new(_pooler?.Port ?? _database.Port);

    void IBackendUnderTest.Share(Auth0WebAppAuthenticationBuilder login, NetworkRelay network, Action<SharedSessionOptions> configure) =>
        Share(login, network, options =>
        {
            options.DataProtectionKeys = true;
            configure(options);
        });

    /// <summary>Every column of every table.</summary>
    public async Task<string> CopyAsync()
    {
        var copy = new StringBuilder();
        foreach (var table in (string[])["session", "session_tokens", "data_protection_key"])
        {
            foreach (var row in await _database.AskAsync<string[]>(
                $"SELECT coalesce(array_agg(to_jsonb(t)::text), '{{}}') FROM {_schema}.{table} t"))
            {
                copy.AppendLine(row);
                foreach (var column in row.Split("\\\\x")[1..])
                {
                    var bytes = Convert.FromHexString(column.Split('"')[0]);
                    copy.AppendLine(Encoding.Latin1.GetString(bytes));
                    copy.AppendLine(Convert.ToBase64String(bytes));
                }
            }
        }

        return copy.ToString();
    }

    public string Shown(long generation) => $"\"generation\": {generation}";

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

    private void Share(Auth0WebAppAuthenticationBuilder login, NetworkRelay network, Action<PostgreSqlOptions> configure) =>
        login.WithPostgreSql(
            $"{_database.ConnectionString};Application Name={_schema}_{_shared++};{_settings};Port={network.Port}",
            options =>
            {
                options.CreateSchema = true;
                options.Schema = _schema;
                configure(options);
            });

    public async ValueTask DisposeAsync()
    {
        foreach (var server in _servers)
        {
            await server.DisposeAsync();
        }

        _pooler?.Dispose();
    }
}

using System.Text;
using Auth0.AspNetCore.Mrrt.Coordination.Shared;
using Auth0.AspNetCore.Mrrt.Redis.Connections;
using Auth0.AspNetCore.Mrrt.Redis.Server;
using Auth0.AspNetCore.Mrrt.Registration;
using Auth0.AspNetCore.Mrrt.Testing.Contracts;
using Auth0.AspNetCore.Mrrt.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using StackExchange.Redis;

namespace Auth0.AspNetCore.Mrrt.Redis.Tests.Support;

/// <summary>Servers on one Redis, with a prefix of their own.</summary>
internal sealed class TestServers : IContractServers, IBackendUnderTest
{
    private readonly IReadOnlyList<LocalRedis> _nodes;
    private readonly string? _user;
    private readonly List<ServerUnderTest> _servers = [];
    private readonly List<IConnectionMultiplexer> _connections = [];

    private TestServers(IReadOnlyList<LocalRedis> nodes, string? user = null)
    {
        _nodes = nodes;
        _user = user;
        Prefix = user is null ? SharedRedis.NewPrefix() : user + ":";
    }

    public ShiftedClock Clock { get; } = new();

    public string Prefix { get; }

    public LocalRedis Redis => _nodes[0];

    /// <summary>Long enough for an extension that is late on a busy machine.</summary>
    public TimeSpan? Lease => TimeSpan.FromSeconds(4);

    /// <param name="redis">A Redis of the test's own; else the one that all tests share.</param>
    public static async Task<TestServers> CreateAsync(LocalRedis? redis = null) => new([redis ?? await SharedRedis.ServerAsync()]);

    /// <summary>The same as a user that may do no more than what the documentation names.</summary>
    public static async Task<TestServers> CreateWithFewRightsAsync()
    {
        var redis = await SharedRedis.ServerAsync();
        var user = SharedRedis.NewPrefix().TrimEnd(':');
        await redis.RunAsync(FewRights.Of(user, user + ":"));
        return new TestServers([redis], user);
    }

    /// <summary>The same on a cluster.</summary>
    public static async Task<TestServers> CreateOnAClusterAsync() => new((await SharedRedis.ClusterAsync()).Nodes);

    public async Task<ServerUnderTest> StartAsync(Action<RedisOptions>? configure = null)
    {
        var relays = _nodes.ToDictionary(node => node.Port, node => new NetworkRelay(node.Port));
        var connection = _nodes.Count > 1 ? await ConnectAsync(relays) : null;
        var server = await ServerUnderTest.StartAsync(
            Clock,
            [.. relays.Values],
            login => _ = connection is null
                ? login.WithRedis(Address(relays[Redis.Port]), Configure)
                : login.WithRedis(connection, Configure),
            connectsLater: true);
        _servers.Add(server);
        return server;

        void Configure(RedisOptions options)
        {
            ServerUnderTest.ForContracts(options);
            options.KeyPrefix = Prefix;
            options.Lease = Lease!.Value;
            options.TakeoverGrace = TimeSpan.FromSeconds(1);
            options.ReplicaTimeout = options.Lease / 20;
            configure?.Invoke(options);
        }
    }

    public NetworkRelay NewNetwork() => new(Redis.Port);

    public void Share(Auth0WebAppAuthenticationBuilder login, NetworkRelay network, Action<SharedSessionOptions> configure) =>
        login.WithRedis(Address(network), options =>
        {
            options.KeyPrefix = Prefix;
            options.DataProtectionKeys = true;
            configure(options);
        });

    /// <summary>Every field of every session, and the keys.</summary>
    public async Task<string> CopyAsync()
    {
        using var connection = await ConnectionMultiplexer.ConnectAsync(Redis.ConnectionString);
        var database = connection.GetDatabase();
        var copy = new StringBuilder();
        await foreach (var key in connection.GetServers()[0].KeysAsync(pattern: Prefix + "*"))
        {
            copy.AppendLine(key);
            foreach (var field in await ValuesAsync(database, key))
            {
                copy.Append(field.Name).Append('=').AppendLine(Encoding.Latin1.GetString((byte[])field.Value!));
                copy.AppendLine(Convert.ToBase64String((byte[])field.Value!));
            }
        }

        return copy.ToString();
    }

    public string Shown(long generation) => $"g={generation}\n";

    async Task<IContractServer> IContractServers.StartAsync(CancellationToken cancellationToken) => await StartAsync();

    public Task WaitingAsync(int servers, CancellationToken cancellationToken = default) =>
        AskedTurns.UntilAsync(_nodes, Prefix, servers, cancellationToken);

    public async ValueTask DisposeAsync()
    {
        foreach (var server in _servers)
        {
            await server.DisposeAsync();
        }

        foreach (var connection in _connections)
        {
            await connection.DisposeAsync();
        }

        if (_user is not null)
        {
            (await FewRights.MissedAsync(Redis, _user)).Should().BeEmpty("the rights that the documentation names are enough");
        }
    }

    private static async Task<HashEntry[]> ValuesAsync(IDatabase database, RedisKey key) => await database.KeyTypeAsync(key) switch
    {
        RedisType.Hash => await database.HashGetAllAsync(key),
        RedisType.List => [.. (await database.ListRangeAsync(key)).Select(value => new HashEntry("", value))],
        _ => [.. (await database.SortedSetRangeByRankAsync(key)).Select(value => new HashEntry("", value))],
    };

    /// <summary>How a server reaches Redis through its network.</summary>
    private string Address(NetworkRelay network) =>
        $"127.0.0.1:{network.Port},{(_user is null ? "" : FewRights.Settings(_user))}";

    private async Task<IConnectionMultiplexer> ConnectAsync(Dictionary<int, NetworkRelay> relays)
    {
        var settings = RedisAddress.Settings(string.Join(',', _nodes.Select(node => node.ConnectionString)));
        settings.Tunnel = new RelayedNodes(relays);
        var connection = await ConnectionMultiplexer.ConnectAsync(settings);
        _connections.Add(connection);
        return connection;
    }
}

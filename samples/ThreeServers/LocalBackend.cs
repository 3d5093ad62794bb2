using Auth0.AspNetCore.Mrrt.PostgreSql.Server;
using Auth0.AspNetCore.Mrrt.Redis.Server;

namespace ThreeServers;

/// <summary>A Redis or a PostgreSQL on a free port of 127.0.0.1. It ends with the sample, however the sample ends.</summary>
internal sealed class LocalBackend : IAsyncDisposable
{
    private readonly IAsyncDisposable _server;

    private LocalBackend(BackendKind kind, string connectionString, IAsyncDisposable server)
    {
        Kind = kind;
        ConnectionString = connectionString;
        _server = server;
    }

    public BackendKind Kind { get; }

    public string ConnectionString { get; }

    public static string NameOf(BackendKind kind) => kind is BackendKind.Redis ? "Redis" : "PostgreSQL";

    public static async Task<LocalBackend> StartAsync(BackendKind kind)
    {
        if (kind is BackendKind.PostgreSql)
        {
            var postgreSql = await LocalPostgreSql.StartAsync();
            return new(kind, postgreSql.ConnectionString, postgreSql);
        }

        var redis = await LocalRedis.StartAsync(LocalRedis.Durable);
        return new(kind, redis.ConnectionString, redis);
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();
}

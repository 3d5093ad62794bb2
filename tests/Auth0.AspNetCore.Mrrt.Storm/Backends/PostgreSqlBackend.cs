using Auth0.AspNetCore.Mrrt.PostgreSql.Server;
using Auth0.AspNetCore.Mrrt.Testing.Contracts;
using Npgsql;

namespace Auth0.AspNetCore.Mrrt.Storm.Backends;

/// <summary>A database of the storm's own. Its connections are not cut while it goes on: a lock would be free before its exchange is
/// over (docs/postgresql.md, Limits).</summary>
internal sealed class PostgreSqlBackend : IStormBackend
{
    private readonly LocalPostgreSql _database;
    private readonly NetworkRelay _relay;

    private PostgreSqlBackend(LocalPostgreSql database)
    {
        _database = database;
        _relay = new NetworkRelay(database.Port);
        Accidents =
        [
            new("restart", (random, _) => _database.RestartAsync(immediately: random.Next(2) == 0), StormTimes.Recovery),
            BackendNetwork.Silence(_relay),
        ];
    }

    public string? Address => new NpgsqlConnectionStringBuilder(_database.ConnectionString) { Port = _relay.Port }.ConnectionString;

    public bool MayKillServers => true;

    public IReadOnlyList<BackendAccident> Accidents { get; }

    /// <exception cref="StormException">PostgreSQL is not installed.</exception>
    public static async Task<PostgreSqlBackend> StartAsync() => PostgreSqlPrograms.WhatIsMissing is { } missing
        ? throw new StormException(missing)
        : new PostgreSqlBackend(await LocalPostgreSql.StartAsync());

    public async ValueTask DisposeAsync()
    {
        _relay.Dispose();
        await _database.DisposeAsync();
    }
}

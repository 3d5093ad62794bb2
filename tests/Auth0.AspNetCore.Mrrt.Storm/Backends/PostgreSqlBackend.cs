using Auth0.AspNetCore.Mrrt.PostgreSql.Server;

namespace Auth0.AspNetCore.Mrrt.Storm.Backends;

/// <summary>A database of the storm's own.</summary>
internal sealed class PostgreSqlBackend(LocalPostgreSql database) : IStormBackend
{
    public string? Address => database.ConnectionString;

    public bool MayKillServers => true;

    /// <summary>Its transactions end with it.</summary>
    public TimeSpan DeadServerHolds => TimeSpan.Zero;

    public IReadOnlyList<BackendAccident> Accidents { get; } =
    [
        new("restart", (random, _) => database.RestartAsync(immediately: random.Next(2) == 0), StormTimes.Recovery),
    ];

    /// <exception cref="StormException">PostgreSQL is not installed.</exception>
    public static async Task<PostgreSqlBackend> StartAsync() => PostgreSqlPrograms.WhatIsMissing is { } missing
        ? throw new StormException(missing)
        : new PostgreSqlBackend(await LocalPostgreSql.StartAsync());

    public ValueTask DisposeAsync() => database.DisposeAsync();
}

using Auth0.AspNetCore.Mrrt.Redis.Server;
using Auth0.AspNetCore.Mrrt.Testing.Contracts;

namespace Auth0.AspNetCore.Mrrt.Storm.Backends;

/// <summary>A Redis of the storm's own, which keeps everything on disk. A fail-over puts another process in its place, at the same
/// address.</summary>
internal sealed class RedisBackend : IStormBackend
{
    private readonly NetworkRelay _relay;
    private LocalRedis _redis;

    private RedisBackend(LocalRedis redis)
    {
        _redis = redis;
        _relay = new NetworkRelay(redis.Port);
        Accidents =
        [
            new("restart", (random, _) => _redis.RestartAsync(immediately: random.Next(2) == 0), StormTimes.Recovery),
            new("fail-over", (_, _) => FailOverAsync(), StormTimes.Recovery),
            new("freeze", FreezeAsync, StormTimes.Recovery),
            new("full memory", FillAsync, StormTimes.Recovery),
            BackendNetwork.Silence(_relay),
            BackendNetwork.Cut(_relay),
            BackendNetwork.Outage(_relay),
        ];
    }

    public string? Address => $"127.0.0.1:{_relay.Port},connectTimeout=2000,asyncTimeout=2000";

    public bool MayKillServers => true;

    public bool IsQuietAtFirst => true;

    public IReadOnlyList<BackendAccident> Accidents { get; }

    /// <exception cref="StormException">Redis is not installed.</exception>
    public static async Task<RedisBackend> StartAsync() => RedisPrograms.WhatIsMissing is { } missing
        ? throw new StormException(missing)
        : new RedisBackend(await LocalRedis.StartAsync(LocalRedis.Durable));

    public async ValueTask DisposeAsync()
    {
        _relay.Dispose();
        await _redis.DisposeAsync();
    }

    /// <summary>The primary dies, and the replica has what reached it.</summary>
    private async Task FailOverAsync()
    {
        var before = _redis;
        var replica = await before.StartReplicaAsync();
        await before.StopAsync(immediately: true);
        await replica.PromoteAsync();
        await replica.KeepOnDiskAsync();
        _redis = replica;
        _relay.LeadTo(replica.Port);
        _relay.Break();
        await before.DisposeAsync();
    }

    private async Task FreezeAsync(Random random, CancellationToken cancellationToken)
    {
        await _redis.FreezeAsync();
        await BackendNetwork.WaitAsync(random, 300, 6000, cancellationToken);
        await _redis.ThawAsync();
    }

    /// <summary>It refuses what needs memory, since it may evict nothing.</summary>
    private async Task FillAsync(Random random, CancellationToken cancellationToken)
    {
        await _redis.RunAsync("CONFIG", "SET", "maxmemory", "1mb");
        await BackendNetwork.WaitAsync(random, 500, 2000, cancellationToken);
        await _redis.RunAsync("CONFIG", "SET", "maxmemory", "0");
    }
}

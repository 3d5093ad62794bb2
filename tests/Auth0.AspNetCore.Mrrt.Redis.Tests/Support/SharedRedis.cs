using Auth0.AspNetCore.Mrrt.Redis.Server;
using StackExchange.Redis;

namespace Auth0.AspNetCore.Mrrt.Redis.Tests.Support;

/// <summary>One server for all tests that leave it running; each has a key prefix of its own. It ends with the test process.</summary>
internal static class SharedRedis
{
    private static readonly Lazy<Task<LocalRedis>> Started = new(() => LocalRedis.StartAsync());

    private static readonly Lazy<Task<LocalRedisCluster>> Clustered = new(LocalRedisCluster.StartAsync);

    private static readonly Lazy<Task<IConnectionMultiplexer>> Connected = new(async () =>
        await ConnectionMultiplexer.ConnectAsync((await Started.Value).ConnectionString + ",allowAdmin=true"));

    private static int _prefixes;

    public static Task<LocalRedis> ServerAsync() => Started.Value;

    public static Task<LocalRedisCluster> ClusterAsync() => Clustered.Value;

    /// <summary>A connection for the test's own questions.</summary>
    public static async Task<IDatabase> DatabaseAsync() => (await Connected.Value).GetDatabase();

    /// <summary>A prefix that no other test uses.</summary>
    public static string NewPrefix() => $"test{Interlocked.Increment(ref _prefixes)}:";
}

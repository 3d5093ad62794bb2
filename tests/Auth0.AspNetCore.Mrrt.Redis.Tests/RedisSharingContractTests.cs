using Auth0.AspNetCore.Mrrt.Redis.Tests.Support;
using Auth0.AspNetCore.Mrrt.Testing.Contracts;

namespace Auth0.AspNetCore.Mrrt.Redis.Tests;

/// <summary>What every store for several servers promises, kept by the one in Redis.</summary>
public sealed class RedisSharingContractTests
{
    public static TheoryData<string> Promises => [.. SessionContracts.SharedStore.Promises];

    [RedisTheory, MemberData(nameof(Promises))]
    public Task Keeps(string promise) =>
        SessionContracts.SharedStore.CheckAsync(promise, async _ => await TestServers.CreateAsync());

    [RedisTheory, MemberData(nameof(Promises))]
    public Task Keeps_with_few_rights(string promise) =>
        SessionContracts.SharedStore.CheckAsync(promise, async _ => await TestServers.CreateWithFewRightsAsync());

    [RedisTheory, MemberData(nameof(Promises))]
    public Task Keeps_on_a_cluster(string promise) =>
        SessionContracts.SharedStore.CheckAsync(promise, async _ => await TestServers.CreateOnAClusterAsync());
}

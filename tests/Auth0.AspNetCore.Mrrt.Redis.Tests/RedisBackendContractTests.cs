using Auth0.AspNetCore.Mrrt.Redis.Tests.Support;
using Auth0.AspNetCore.Mrrt.Testing.Contracts;

namespace Auth0.AspNetCore.Mrrt.Redis.Tests;

/// <summary>What every driver promises, kept by the one for Redis.</summary>
public sealed class RedisBackendContractTests
{
    public static TheoryData<string> Promises => [.. SessionContracts.Backend.Promises];

    [RedisTheory, MemberData(nameof(Promises))]
    public Task Keeps(string promise) =>
        SessionContracts.Backend.CheckAsync(promise, async _ => await TestServers.CreateAsync());

    [RedisTheory, MemberData(nameof(Promises))]
    public Task Keeps_with_few_rights(string promise) =>
        SessionContracts.Backend.CheckAsync(promise, async _ => await TestServers.CreateWithFewRightsAsync());

    [RedisTheory, MemberData(nameof(Promises))]
    public Task Keeps_on_a_cluster(string promise) =>
        SessionContracts.Backend.CheckAsync(promise, async _ => await TestServers.CreateOnAClusterAsync());
}

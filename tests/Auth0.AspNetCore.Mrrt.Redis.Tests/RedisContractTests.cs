using Auth0.AspNetCore.Mrrt.Redis.Tests.Support;
using Auth0.AspNetCore.Mrrt.Testing.Contracts;

namespace Auth0.AspNetCore.Mrrt.Redis.Tests;

/// <summary>What every store promises, kept by the one in Redis.</summary>
public sealed class RedisContractTests
{
    public static TheoryData<string> Promises => [.. SessionContracts.Store.Promises];

    [RedisTheory, MemberData(nameof(Promises))]
    public Task Keeps(string promise) =>
        SessionContracts.Store.CheckAsync(promise, async _ => await TestServers.CreateAsync());

    [RedisTheory, MemberData(nameof(Promises))]
    public Task Keeps_with_few_rights(string promise) =>
        SessionContracts.Store.CheckAsync(promise, async _ => await TestServers.CreateWithFewRightsAsync());
}

using Auth0.AspNetCore.Mrrt.PostgreSql.Tests.Support;
using Auth0.AspNetCore.Mrrt.Testing.Contracts;

namespace Auth0.AspNetCore.Mrrt.PostgreSql.Tests;

/// <summary>What every driver promises, kept by the one for PostgreSQL.</summary>
public sealed class PostgreSqlBackendContractTests
{
    public static TheoryData<string> Promises => [.. SessionContracts.Backend.Promises];

    [PostgreSqlTheory, MemberData(nameof(Promises))]
    public Task Keeps(string promise) =>
        SessionContracts.Backend.CheckAsync(promise, async _ => await TestServers.CreateAsync());

    /// <summary>A pooler gives each transaction another connection.</summary>
    [PostgreSqlTheory, MemberData(nameof(Promises))]
    public Task Keeps_behind_a_pooler(string promise) =>
        SessionContracts.Backend.CheckAsync(promise, async _ => await TestServers.CreateBehindPoolerAsync());
}

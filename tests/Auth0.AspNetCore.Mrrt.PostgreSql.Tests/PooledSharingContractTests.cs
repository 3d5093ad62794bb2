using Auth0.AspNetCore.Mrrt.PostgreSql.Tests.Support;

namespace Auth0.AspNetCore.Mrrt.PostgreSql.Tests;

/// <summary>The same behind a pooler that gives each transaction another connection.</summary>
[NeedsPostgreSql]
public sealed class PooledSharingContractTests : PostgreSqlSharingContractTests
{
    private protected override async Task<TestServers> ServersAsync() => await TestServers.CreateBehindPoolerAsync();
}

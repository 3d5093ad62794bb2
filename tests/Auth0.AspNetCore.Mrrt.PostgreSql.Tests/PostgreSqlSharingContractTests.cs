using Auth0.AspNetCore.Mrrt.Contracts;
using Auth0.AspNetCore.Mrrt.PostgreSql.Tests.Support;

namespace Auth0.AspNetCore.Mrrt.PostgreSql.Tests;

/// <summary>What every store for several servers promises.</summary>
[NeedsPostgreSql]
public class PostgreSqlSharingContractTests : SharedSessionStoreContract
{
    protected override async Task<ISharingServers> CreateAsync() => await ServersAsync();

    private protected virtual Task<TestServers> ServersAsync() => TestServers.CreateAsync();
}

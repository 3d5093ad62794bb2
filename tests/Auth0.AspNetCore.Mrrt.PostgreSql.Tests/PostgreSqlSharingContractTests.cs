using Auth0.AspNetCore.Mrrt.Contracts;
using Auth0.AspNetCore.Mrrt.PostgreSql.Tests.Support;

namespace Auth0.AspNetCore.Mrrt.PostgreSql.Tests;

/// <summary>What every store for several servers promises.</summary>
[NeedsPostgreSql]
public class PostgreSqlSharingContractTests : SharedSessionStoreContract
{
    private protected virtual string Settings => "";

    protected override async Task<ISharingServers> CreateAsync() => await TestServers.CreateAsync(Settings);
}

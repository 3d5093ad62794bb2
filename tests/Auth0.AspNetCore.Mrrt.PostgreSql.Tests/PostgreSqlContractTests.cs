using Auth0.AspNetCore.Mrrt.Contracts;
using Auth0.AspNetCore.Mrrt.PostgreSql.Tests.Support;

namespace Auth0.AspNetCore.Mrrt.PostgreSql.Tests;

/// <summary>What every store promises.</summary>
[NeedsPostgreSql]
public class PostgreSqlContractTests : SessionStoreContract
{
    private protected virtual string Settings => "";

    protected override async Task<ISessionServer> StartAsync() =>
        await (await TestServers.CreateAsync(Settings)).StartAsync();
}

using Auth0.AspNetCore.Mrrt.Contracts;
using Auth0.AspNetCore.Mrrt.PostgreSql.Tests.Support;

namespace Auth0.AspNetCore.Mrrt.PostgreSql.Tests;

/// <summary>What every store promises.</summary>
[NeedsPostgreSql]
public class PostgreSqlContractTests : SessionStoreContract
{
    private TestServers? _servers;

    protected override async Task<ISessionServer> StartAsync()
    {
        _servers = await ServersAsync();
        return await _servers.StartAsync();
    }

    protected override async Task StoppedAsync()
    {
        if (_servers is not null)
        {
            await _servers.DisposeAsync();
        }
    }

    private protected virtual Task<TestServers> ServersAsync() => TestServers.CreateAsync();
}

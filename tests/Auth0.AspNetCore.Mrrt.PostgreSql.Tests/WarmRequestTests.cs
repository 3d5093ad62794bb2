using Auth0.AspNetCore.Mrrt.PostgreSql.Tests.Support;
using Auth0.AspNetCore.Mrrt.Tests.Support;

namespace Auth0.AspNetCore.Mrrt.PostgreSql.Tests;

/// <summary>What a request with a valid token costs the database.</summary>
public sealed class WarmRequestTests
{
    [PostgreSqlFact]
    public async Task With_a_cookie_nothing() => (await CostAsync(store: false)).Should().BeEmpty();

    [PostgreSqlFact]
    public async Task With_a_stored_session_one_statement() => (await CostAsync(store: true)).Should().ContainSingle();

    private static async Task<IReadOnlyList<string>> CostAsync(bool store)
    {
        await using var both = await TwoServers.StartAsync(store);
        using var browser = await both.SignedInAsync();
        await browser.TokenAsync(AppHost.Inventory);
        await browser.TokenAsync();
        var servers = (TestServers)both.Backend;
        var sent = new SentStatements(servers.Database, servers.Schema);
        await sent.NewAsync();
        (await browser.TokenAsync(AppHost.Inventory)).Token.Should().NotBeNull();
        return await sent.NewAsync();
    }
}

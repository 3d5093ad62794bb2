using Auth0.AspNetCore.Mrrt.Testing.Contracts;
using TheoryAttribute = Auth0.AspNetCore.Mrrt.PostgreSql.Tests.Support.PostgreSqlTheoryAttribute; // skipped where PostgreSQL is missing

namespace Auth0.AspNetCore.Mrrt.Snippets.YourOwnCoordinator;

/// <summary>The driver of the documentation keeps every promise.</summary>
public sealed class YourOwnBackendTests(YourOwnDatabase database) : IClassFixture<YourOwnDatabase>
{
    #region your-own-test
    public static TheoryData<string> Promises => [.. SessionContracts.Backend.Promises];

    [Theory, MemberData(nameof(Promises))]
    public Task Keeps(string promise) => SessionContracts.Backend.CheckAsync(promise, StartAsync);

    private Task<IContractServers> StartAsync(CancellationToken cancellationToken) =>
        YourOwnServers.StartAsync(database.ConnectionString, database.Port);
    #endregion
}

using Auth0.AspNetCore.Mrrt.PostgreSql.Tests.Support;
using Auth0.AspNetCore.Mrrt.Testing.Contracts;

namespace Auth0.AspNetCore.Mrrt.Snippets.YourOwnCoordinator;

/// <summary>The library keeps every promise with the driver of the documentation, on several servers.</summary>
public sealed class YourOwnSharedCoordinatorTests(YourOwnDatabase database) : IClassFixture<YourOwnDatabase>
{
    public static TheoryData<string> Promises => [.. SessionContracts.SharedCoordinator.Promises];

    [PostgreSqlTheory, MemberData(nameof(Promises))]
    public Task Keeps(string promise) => SessionContracts.SharedCoordinator.CheckAsync(
        promise, _ => YourOwnServers.StartAsync(database.ConnectionString, database.Port));
}

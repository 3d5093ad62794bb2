namespace Auth0.AspNetCore.Mrrt.PostgreSql.Tests;

/// <summary>The sessions live in the database.</summary>
public sealed class TwoServersWithStoreTests : TwoServersTests
{
    protected override bool Store => true;
}

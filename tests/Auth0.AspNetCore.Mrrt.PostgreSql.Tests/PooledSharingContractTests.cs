using Auth0.AspNetCore.Mrrt.PostgreSql.Tests.Support;

namespace Auth0.AspNetCore.Mrrt.PostgreSql.Tests;

/// <summary>The same as behind a pooler in transaction mode: connections are not reset and statements not prepared.</summary>
[NeedsPostgreSql]
public sealed class PooledSharingContractTests : PostgreSqlSharingContractTests
{
    private protected override string Settings => "No Reset On Close=true;Max Auto Prepare=0";
}

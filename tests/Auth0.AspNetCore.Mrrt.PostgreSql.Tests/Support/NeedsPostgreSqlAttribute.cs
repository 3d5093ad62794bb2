using Auth0.AspNetCore.Mrrt.Contracts;
using Auth0.AspNetCore.Mrrt.PostgreSql.Server;

namespace Auth0.AspNetCore.Mrrt.PostgreSql.Tests.Support;

[AttributeUsage(AttributeTargets.Class)]
internal sealed class NeedsPostgreSqlAttribute : ContractNeedsAttribute
{
    public override string? SkipReason => PostgreSqlPrograms.SkipReason;
}

using Auth0.AspNetCore.Mrrt.PostgreSql.Server;

namespace Auth0.AspNetCore.Mrrt.PostgreSql.Tests.Support;

/// <summary>A theory that needs PostgreSQL: skipped where it is missing, failed there under <c>CI=true</c>.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class PostgreSqlTheoryAttribute : TheoryAttribute
{
    public PostgreSqlTheoryAttribute() => Skip = PostgreSqlPrograms.SkipReason;
}

using Auth0.AspNetCore.Mrrt.PostgreSql.Server;

namespace Auth0.AspNetCore.Mrrt.Storm.Tests;

/// <summary>Skipped, with the reason, where PostgreSQL is missing; never in CI.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class PostgreSqlTheoryAttribute : TheoryAttribute
{
    public PostgreSqlTheoryAttribute() => Skip = PostgreSqlPrograms.SkipReason;
}

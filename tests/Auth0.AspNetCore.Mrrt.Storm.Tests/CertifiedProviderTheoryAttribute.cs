using Auth0.AspNetCore.Mrrt.PostgreSql.Server;
using Auth0.AspNetCore.Mrrt.RealOp;

namespace Auth0.AspNetCore.Mrrt.Storm.Tests;

/// <summary>Skipped, with the reason, where Node.js, the provider's packages or PostgreSQL are missing; never in CI.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class CertifiedProviderTheoryAttribute : TheoryAttribute
{
    public CertifiedProviderTheoryAttribute() => Skip = NodePrograms.SkipReason ?? PostgreSqlPrograms.SkipReason;
}

using Auth0.AspNetCore.Mrrt.PostgreSql.Server;

namespace Auth0.AspNetCore.Mrrt.SeveralServers;

/// <summary>A fact of every backend: here it needs PostgreSQL.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class BackendFactAttribute : FactAttribute
{
    public BackendFactAttribute() => Skip = PostgreSqlPrograms.SkipReason;
}

using Auth0.AspNetCore.Mrrt.PostgreSql.Server;
using Auth0.AspNetCore.Mrrt.Redis.Server;

namespace ThreeServers;

/// <summary>Chooses what the servers share: what <c>--backend</c> names, else what is installed.</summary>
internal static class BackendChoice
{
    /// <returns>The backend, and a line that says how to install one when it is missing.</returns>
    public static (BackendKind Kind, string? Problem) Of(string? asked) => asked switch
    {
        null when RedisPrograms.WhatIsMissing is null => (BackendKind.Redis, null),
        null when PostgreSqlPrograms.WhatIsMissing is null => (BackendKind.PostgreSql, null),
        null => (default, "The servers need Redis or PostgreSQL: apt-get install --no-install-recommends redis-server"),
        "redis" => (BackendKind.Redis, RedisPrograms.WhatIsMissing),
        "postgresql" => (BackendKind.PostgreSql, PostgreSqlPrograms.WhatIsMissing),
        _ => (default, "--backend is redis or postgresql."),
    };
}

using Auth0.AspNetCore.Mrrt.Redis.Server;

namespace Auth0.AspNetCore.Mrrt.SeveralServers;

/// <summary>A fact of every backend: here it needs Redis.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class BackendFactAttribute : FactAttribute
{
    public BackendFactAttribute() => Skip = RedisPrograms.SkipReason;
}

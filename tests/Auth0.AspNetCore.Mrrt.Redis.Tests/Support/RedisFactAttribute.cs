using Auth0.AspNetCore.Mrrt.Redis.Server;

namespace Auth0.AspNetCore.Mrrt.Redis.Tests.Support;

/// <summary>A fact that needs Redis: skipped where it is missing, failed there under <c>CI=true</c>.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class RedisFactAttribute : FactAttribute
{
    public RedisFactAttribute() => Skip = RedisPrograms.SkipReason;
}

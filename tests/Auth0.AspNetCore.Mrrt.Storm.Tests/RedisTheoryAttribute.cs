using Auth0.AspNetCore.Mrrt.Redis.Server;

namespace Auth0.AspNetCore.Mrrt.Storm.Tests;

/// <summary>A theory that needs Redis: skipped where it is missing, failed there under <c>CI=true</c>.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class RedisTheoryAttribute : TheoryAttribute
{
    public RedisTheoryAttribute() => Skip = RedisPrograms.SkipReason;
}

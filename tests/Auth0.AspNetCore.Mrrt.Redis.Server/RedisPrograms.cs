namespace Auth0.AspNetCore.Mrrt.Redis.Server;

/// <summary>Redis's programs on this machine.</summary>
public static class RedisPrograms
{
    /// <summary>The server.</summary>
    public const string Server = "/usr/bin/redis-server";

    /// <summary>The client of the same package.</summary>
    public const string Client = "/usr/bin/redis-cli";

    /// <summary>What is missing and how to get it. Null when nothing is.</summary>
    public static string? WhatIsMissing { get; } = File.Exists(Server)
        ? null
        : $"{Server} is missing: apt-get install --no-install-recommends redis-server, or run tests/run.sh.";

    /// <summary>Why a test that needs Redis is skipped: it is missing here. Never under <c>CI=true</c>, where a part that is
    /// silently missing proves nothing.</summary>
    public static string? SkipReason =>
        string.Equals(Environment.GetEnvironmentVariable("CI"), "true", StringComparison.OrdinalIgnoreCase)
            ? null
            : WhatIsMissing;
}

using Auth0.AspNetCore.Mrrt.Redis.Server;

namespace Auth0.AspNetCore.Mrrt.Redis.Tests.Support;

/// <summary>A user of Redis that may do no more than what the documentation names.</summary>
internal static class FewRights
{
    public const string Password = "hunter2-hunter2";

    /// <summary>What the client asks by itself and does without.</summary>
    private static readonly string[] DoneWithout =
        ["client", "config", "config|get", "cluster", "cluster|nodes", "client|setname", "client|id", "cluster|slots"];

    /// <summary>The command that makes the user.</summary>
    public static string[] Of(string user, string prefix) =>
    [
        "ACL", "SETUSER", user, "on", ">" + Password, $"~{prefix}*", "resetchannels", "-@all", "+eval", "+evalsha", "+script|load",
        "+info", "+time", "+ping", "+echo", "+hget", "+hmget", "+hset", "+hdel", "+hlen", "+pttl", "+pexpire", "+zadd", "+zscore",
        "+zrem", "+zrangebyscore", "+zrevrangebyscore",
    ];

    /// <summary>What is added to the connection string.</summary>
    public static string Settings(string user) => $"user={user},password={Password}";

    /// <summary>What Redis refused to the user, and the library needs.</summary>
    public static async Task<IEnumerable<string>> MissedAsync(LocalRedis redis, string user)
    {
        string[] log = [.. await redis.RunAsync("ACL", "LOG", "1000")];
        return [.. log.Select((_, line) => line)
            .Where(line => log[line] == "object" && log[line + 2] == "username" && log[line + 3] == user)
            .Select(line => log[line + 1])
            .Except(DoneWithout)];
    }
}

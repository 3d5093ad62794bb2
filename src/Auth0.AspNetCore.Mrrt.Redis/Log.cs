using Microsoft.Extensions.Logging;

namespace Auth0.AspNetCore.Mrrt.Redis;

/// <summary>Events 1000-1099. Counts and codes of Redis: never a session's name, a value, a host or a user.</summary>
internal static partial class Log
{
    [LoggerMessage(1010, LogLevel.Error,
        "Redis may evict sessions: maxmemory is set and maxmemory-policy is not noeviction. An evicted session loses its refresh "
        + "token. Set maxmemory-policy to noeviction.")]
    public static partial void MayEvict(this ILogger logger);

    [LoggerMessage(1011, LogLevel.Warning,
        "Redis's maxmemory-policy is not noeviction. It evicts nothing while maxmemory is 0. Set it to noeviction before somebody "
        + "sets maxmemory.")]
    public static partial void MightEvict(this ILogger logger);

    [LoggerMessage(1012, LogLevel.Warning,
        "Redis keeps no append-only file: its restart signs users out. Set appendonly to yes.")]
    public static partial void NotDurable(this ILogger logger);

    [LoggerMessage(1013, LogLevel.Warning,
        "The connection to Redis is in clear text, and it carries {Carries}. Set ssl=true in the connection string.")]
    public static partial void ClearText(this ILogger logger, string carries);

    [LoggerMessage(1014, LogLevel.Warning,
        "The application's connection to Redis waits for an answer for longer than five seconds. A call that was given up may then "
        + "run much later. Set its AsyncTimeout to 3 seconds.")]
    public static partial void PatientConnection(this ILogger logger);

    [LoggerMessage(1015, LogLevel.Warning,
        "A new generation is in Redis, and fewer than {Replicas} replicas have it. A fail-over just now would lose it.")]
    public static partial void NotReplicated(this ILogger logger, int replicas);

    [LoggerMessage(1016, LogLevel.Warning,
        "The keys of Data Protection are in Redis unencrypted: a copy of Redis opens the sessions and keys in it. Encrypt them: "
        + "AddDataProtection().ProtectKeysWith…")]
    public static partial void KeysUnencrypted(this ILogger logger);

    [LoggerMessage(1017, LogLevel.Error,
        "{Count} keys of Data Protection in Redis are in clear text although keys are encrypted: they are refused. Somebody who can "
        + "write to Redis may have added them. The newest says that it was made at {CreatedAt}.")]
    public static partial void KeysRefused(this ILogger logger, int count, DateTimeOffset? createdAt);
}

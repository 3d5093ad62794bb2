using Microsoft.Extensions.Logging;

namespace Auth0.AspNetCore.Mrrt.PostgreSql;

/// <summary>Events 700-799. Counts, seconds and the database's error codes: never a session's name, a value, a host or a
/// user.</summary>
internal static partial class Log
{
    [LoggerMessage(701, LogLevel.Error,
        "A session has ended and the database could not be told ({Reason}): this server knows it, and tells it later.")]
    public static partial void EndUnsaid(this ILogger logger, string reason);

    [LoggerMessage(702, LogLevel.Error,
        "The database is out of reach ({Reason}): this server exchanges on its own, as it was told to.")]
    public static partial void CoordinatedAlone(this ILogger logger, string reason);

    [LoggerMessage(703, LogLevel.Warning,
        "The connection broke before what an exchange got was kept ({Reason}): trying again.")]
    public static partial void CommitInterrupted(this ILogger logger, string reason);

    [LoggerMessage(704, LogLevel.Warning,
        "The database has restarted: no exchange for another {Seconds} seconds, since one from before may be under way.")]
    public static partial void Quiet(this ILogger logger, double seconds);

    [LoggerMessage(705, LogLevel.Information, "The database was told {Count} things that it had missed.")]
    public static partial void Said(this ILogger logger, int count);

    [LoggerMessage(706, LogLevel.Warning, "The database is out of reach in the background ({Reason}): trying again.")]
    public static partial void BackgroundFailed(this ILogger logger, string reason);

    [LoggerMessage(707, LogLevel.Information, "The database is in reach again.")]
    public static partial void BackgroundRecovered(this ILogger logger);

    [LoggerMessage(708, LogLevel.Debug, "{Count} rows that had expired were removed.")]
    public static partial void Removed(this ILogger logger, int count);

    [LoggerMessage(709, LogLevel.Information, "The tables are at version {Version}.")]
    public static partial void SchemaCreated(this ILogger logger, int version);

    [LoggerMessage(710, LogLevel.Warning,
        "The keys of Data Protection are in the database unencrypted: a copy of the database opens the sessions and keys "
        + "in it. Encrypt them: AddDataProtection().ProtectKeysWith…")]
    public static partial void KeysUnencrypted(this ILogger logger);

    [LoggerMessage(711, LogLevel.Warning,
        "The database was out of reach when the application started ({Reason}): it starts without.")]
    public static partial void StartedWithout(this ILogger logger, string reason);

    [LoggerMessage(712, LogLevel.Error,
        "{Count} keys of Data Protection in the database are in clear text although keys are encrypted: they are refused. Somebody "
        + "who can write to the table may have added them. The newest says that it was made at {CreatedAt}.")]
    public static partial void KeysRefused(this ILogger logger, int count, DateTimeOffset? createdAt);

    [LoggerMessage(713, LogLevel.Warning,
        "The connection to the database may be in clear text, and it carries {Carries}. Set 'SSL Mode' to Require or more in the "
        + "connection string.")]
    public static partial void ClearText(this ILogger logger, string carries);
}

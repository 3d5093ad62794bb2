using Microsoft.Extensions.Logging;

namespace Auth0.AspNetCore.Mrrt.PostgreSql;

/// <summary>Events 700-799. Counts and versions: never a session's name, a value, a host or a user. What is not about
/// PostgreSQL itself is said in the block 900-999 of the library.</summary>
internal static partial class Log
{
    [LoggerMessage(708, LogLevel.Debug, "{Count} rows that had expired were removed.")]
    public static partial void Removed(this ILogger logger, int count);

    [LoggerMessage(709, LogLevel.Information, "The tables are at version {Version}.")]
    public static partial void SchemaCreated(this ILogger logger, int version);

    [LoggerMessage(710, LogLevel.Warning,
        "The keys of Data Protection are in the database unencrypted: a copy of the database opens the sessions and keys "
        + "in it. Encrypt them: AddDataProtection().ProtectKeysWith…")]
    public static partial void KeysUnencrypted(this ILogger logger);

    [LoggerMessage(712, LogLevel.Error,
        "{Count} keys of Data Protection in the database are in clear text although keys are encrypted: they are refused. Somebody "
        + "who can write to the table may have added them. The newest says that it was made at {CreatedAt}.")]
    public static partial void KeysRefused(this ILogger logger, int count, DateTimeOffset? createdAt);

    [LoggerMessage(713, LogLevel.Warning,
        "The connection to the database may be in clear text, and it carries {Carries}. Set 'SSL Mode' to Require or more in the "
        + "connection string.")]
    public static partial void ClearText(this ILogger logger, string carries);
}

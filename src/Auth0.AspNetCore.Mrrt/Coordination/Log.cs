using Microsoft.Extensions.Logging;

namespace Auth0.AspNetCore.Mrrt.Coordination;

/// <summary>Events 500-599. Counts only: never a session's name.</summary>
internal static partial class Log
{
    [LoggerMessage(501, LogLevel.Warning,
        "The newest tokens of {Count} sessions were forgotten, since more than {Most}, or more than {Megabytes} MB, are remembered: a "
        + "browser of theirs that is late must sign in again.")]
    public static partial void SessionsForgotten(this ILogger logger, int count, int most, long megabytes);

    [LoggerMessage(502, LogLevel.Error,
        "The ends of {Count} sessions were forgotten, since more than {Most} are remembered. Servers that share sessions ask for the end "
        + "before they open a session. A server on its own takes a copy of such a session's cookie again, until it expires.")]
    public static partial void EndedSessionsForgotten(this ILogger logger, int count, int most);

    [LoggerMessage(503, LogLevel.Error,
        "The newest generations of {Count} sessions were forgotten, since more than {Most} are remembered: a browser of theirs that "
        + "is late presents a used refresh token, and the tenant signs its user out.")]
    public static partial void GenerationsForgotten(this ILogger logger, int count, int most);
}

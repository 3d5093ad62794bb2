using Microsoft.Extensions.Logging;

namespace Auth0.AspNetCore.Mrrt.Coordination;

/// <summary>Events 500-599. Counts only: never a session's name.</summary>
internal static partial class Log
{
    [LoggerMessage(501, LogLevel.Warning,
        "{Count} sessions were forgotten, since more than {Most} are remembered: a browser of theirs that is late must "
        + "sign in again.")]
    public static partial void SessionsForgotten(this ILogger logger, int count, int most);

    [LoggerMessage(502, LogLevel.Error,
        "{Count} sessions that had ended were forgotten, since more than {Most} are remembered: a copy of a cookie of theirs "
        + "is taken again until it expires.")]
    public static partial void EndedSessionsForgotten(this ILogger logger, int count, int most);

    [LoggerMessage(503, LogLevel.Error,
        "The newest generations of {Count} sessions were forgotten, since more than {Most} are remembered: a browser of theirs that "
        + "is late presents a used refresh token, and the tenant signs its user out.")]
    public static partial void GenerationsForgotten(this ILogger logger, int count, int most);
}

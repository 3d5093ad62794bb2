using Microsoft.Extensions.Logging;

namespace Auth0.AspNetCore.Mrrt.Coordination.Shared;

/// <summary>Events 900-999. Counts, seconds, and what a driver says of itself: never a session's name, a value, a host or a
/// user.</summary>
internal static partial class Log
{
    [LoggerMessage(901, LogLevel.Error,
        "A session has ended, and {Backend} could not be told ({Reason}). This server knows it, and tells it later.")]
    public static partial void EndUnsaid(this ILogger logger, string backend, string reason);

    [LoggerMessage(902, LogLevel.Error,
        "This server exchanges on its own, as it was told to: {Backend} is out of reach ({Reason}).")]
    public static partial void CoordinatedAlone(this ILogger logger, string backend, string reason);

    [LoggerMessage(903, LogLevel.Warning,
        "It is not known whether {Backend} has kept what an exchange obtained ({Reason}): trying again.")]
    public static partial void CommitInterrupted(this ILogger logger, string backend, string reason);

    [LoggerMessage(904, LogLevel.Warning,
        "No exchange begins for another {Seconds} seconds: {Backend} has restarted, and one from before may be under way.")]
    public static partial void Quiet(this ILogger logger, string backend, double seconds);

    [LoggerMessage(905, LogLevel.Information, "This server has told {Backend} what it had missed: {Count} writes.")]
    public static partial void Said(this ILogger logger, string backend, int count);

    [LoggerMessage(906, LogLevel.Warning, "In the background {Backend} could not be asked ({Reason}): trying again.")]
    public static partial void BackgroundFailed(this ILogger logger, string backend, string reason);

    [LoggerMessage(907, LogLevel.Information, "In the background {Backend} answers again.")]
    public static partial void BackgroundRecovered(this ILogger logger, string backend);

    [LoggerMessage(908, LogLevel.Warning, "A turn could not be extended: {Backend} does not answer, or refuses ({Reason}). Trying again.")]
    public static partial void LeaseNotExtended(this ILogger logger, string backend, string reason);

    [LoggerMessage(909, LogLevel.Warning,
        "This server has lost a turn that it had from {Backend}. Another server may exchange the same session's tokens.")]
    public static partial void TurnLost(this ILogger logger, string backend);

    [LoggerMessage(910, LogLevel.Error,
        "A session has ended, {Backend} could not be told ({Reason}), and too many ends wait to be told already: the sign-out fails. This "
        + "server knows of the end. The other servers hear of it when the user signs out again.")]
    public static partial void EndNotKept(this ILogger logger, string backend, string reason);

    [LoggerMessage(912, LogLevel.Error, "{Backend} is not ready, because a setting is wrong: {Problem}")]
    public static partial void SettingIsWrong(this ILogger logger, string backend, string problem);

    [LoggerMessage(911, LogLevel.Warning,
        "The application starts, although {Backend} could not be asked ({Reason}): trying again.")]
    public static partial void StartedWithout(this ILogger logger, string backend, string reason);
}

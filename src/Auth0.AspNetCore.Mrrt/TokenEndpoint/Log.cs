using Microsoft.Extensions.Logging;

namespace Auth0.AspNetCore.Mrrt.TokenEndpoint;

/// <summary>Events 100-199. Scheme, grant, status and error codes only: never a token, a body or a credential.</summary>
internal static partial class Log
{
    [LoggerMessage(101, LogLevel.Warning,
        "The token endpoint of scheme {Scheme} refused the {Grant} grant: {Status} {Error}.")]
    public static partial void TokenEndpointRefused(
        this ILogger logger, string scheme, string grant, int? status, string? error);

    [LoggerMessage(102, LogLevel.Warning,
        "The token endpoint of scheme {Scheme} did not answer the {Grant} grant: {Exception}.")]
    public static partial void TokenEndpointUnanswered(
        this ILogger logger, string scheme, string grant, string exception);

    [LoggerMessage(103, LogLevel.Warning, "The tenant of scheme {Scheme} refused to revoke a refresh token: {Status}.")]
    public static partial void RevocationRefused(this ILogger logger, string scheme, int status);

    [LoggerMessage(104, LogLevel.Warning,
        "The tenant of scheme {Scheme} could not be asked to revoke a refresh token: {Exception}.")]
    public static partial void RevocationFailed(this ILogger logger, string scheme, string exception);

    [LoggerMessage(105, LogLevel.Error,
        "The tenant of scheme {Scheme} did not take a pushed authorization request: {Status} {Error}.")]
    public static partial void PushRefused(this ILogger logger, string scheme, int status, string? error);

    [LoggerMessage(106, LogLevel.Error,
        "The tenant of scheme {Scheme} did not answer a pushed authorization request: {Exception}.")]
    public static partial void PushUnanswered(this ILogger logger, string scheme, string exception);

    [LoggerMessage(107, LogLevel.Information,
        "The tenant of scheme {Scheme} accepted credential {Position} of {Count}, after it had refused another.")]
    public static partial void CredentialAccepted(this ILogger logger, string scheme, int position, int count);
}

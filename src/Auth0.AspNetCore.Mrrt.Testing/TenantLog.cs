using Microsoft.Extensions.Logging;

namespace Auth0.AspNetCore.Mrrt.Testing;

/// <summary>Events 5000-5099. Names, scopes, error codes and reasons only: never a token, a code or a secret.</summary>
internal static partial class TenantLog
{
    public const string Category = "Auth0.AspNetCore.Mrrt.Testing.Auth0Tenant";

    [LoggerMessage(5001, LogLevel.Information, "The tenant answers at {Address}.")]
    public static partial void Started(this ILogger logger, Uri address);

    [LoggerMessage(5002, LogLevel.Warning, "/authorize showed an error page: {Problem}")]
    public static partial void AuthorizeNotAnswered(this ILogger logger, string problem);

    [LoggerMessage(5003, LogLevel.Information, "/authorize refused {Client}: {Error}, {Description}")]
    public static partial void AuthorizeRefused(this ILogger logger, string client, string error, string description);

    [LoggerMessage(5004, LogLevel.Information, "{User} signed in to {Client} for {Audience}.")]
    public static partial void SignedIn(this ILogger logger, string user, string client, string? audience);

    [LoggerMessage(5005, LogLevel.Information,
        "{Grant} by {Client} for {Requested}, issued for {Issued}: {Outcome} {Status} {Error}")]
    public static partial void Exchanged(
        this ILogger logger, string grant, string? client, string? requested, string? issued,
        TokenExchangeOutcome outcome, int status, string? error);

    [LoggerMessage(5006, LogLevel.Warning, "Authorization code refused: {Reason}.")]
    public static partial void CodeRefused(this ILogger logger, string reason);

    [LoggerMessage(5007, LogLevel.Warning,
        "Family {Family} revoked: its generation {Generation} was presented after it had been exchanged.")]
    public static partial void FamilyRevoked(this ILogger logger, string family, int generation);

    [LoggerMessage(5008, LogLevel.Information, "Generation {Generation} of family {Family} was revoked.")]
    public static partial void Revoked(this ILogger logger, string family, int generation);

    [LoggerMessage(5009, LogLevel.Information, "A fault hit {Grant} for {Audience}: {Fault}.")]
    public static partial void Faulted(this ILogger logger, string grant, string? audience, TokenFault fault);

    [LoggerMessage(5010, LogLevel.Error, "The tenant itself failed at {Path}.")]
    public static partial void Failed(this ILogger logger, Exception exception, string path);
}

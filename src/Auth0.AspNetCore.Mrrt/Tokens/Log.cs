using Microsoft.Extensions.Logging;

namespace Auth0.AspNetCore.Mrrt.Tokens;

/// <summary>Events 300-399. Scheme, audience and reason only: never a token, a body or a claim.</summary>
internal static partial class Log
{
    [LoggerMessage(301, LogLevel.Warning,
        "The tenant of scheme {Scheme} answered with a token for another audience than {Audience}: "
        + "it is in none of the client's refresh-token policies.")]
    public static partial void AudienceNotGranted(this ILogger logger, string scheme, string? audience);

    [LoggerMessage(302, LogLevel.Information,
        "A session of scheme {Scheme} ended while a token was being obtained for it; the late refresh token is revoked.")]
    public static partial void SessionEndedMeanwhile(this ILogger logger, string scheme);

    [LoggerMessage(307, LogLevel.Warning,
        "A request of scheme {Scheme} brought tokens that have been renewed since, and the newer ones are not remembered "
        + "any more: its refresh token was not used.")]
    public static partial void SessionOutdated(this ILogger logger, string scheme);

    [LoggerMessage(303, LogLevel.Error, "An event handler of scheme {Scheme} failed; the tokens are kept all the same.")]
    public static partial void EventHandlerFailed(this ILogger logger, string scheme, Exception exception);

    [LoggerMessage(304, LogLevel.Error, "An answer for a session of scheme {Scheme} was refused: {Problem}.")]
    public static partial void IdTokenContradicts(this ILogger logger, string scheme, string problem);

    [LoggerMessage(305, LogLevel.Warning,
        "A session of scheme {Scheme} dropped {Count} additional access tokens: it holds at most {Limit}.")]
    public static partial void AccessTokenSetsEvicted(this ILogger logger, string scheme, int count, int limit);

    [LoggerMessage(306, LogLevel.Warning,
        "The claims of a session of scheme {Scheme} stay as they are: the refreshed ID token failed {Check}.")]
    public static partial void RefreshedIdTokenRefused(this ILogger logger, string scheme, string check);

    [LoggerMessage(310, LogLevel.Warning,
        "The claims of a session of scheme '{Scheme}' stay as they are: a claim action of the application threw {Exception} on "
        + "the refreshed ID token. The tokens are kept.")]
    public static partial void ClaimActionFailed(this ILogger logger, string scheme, string exception);

    [LoggerMessage(308, LogLevel.Error,
        "No exchange for a session of scheme {Scheme}: the coordinator is out of reach. Valid tokens are still served.")]
    public static partial void CoordinationUnavailable(this ILogger logger, string scheme, Exception exception);

    [LoggerMessage(311, LogLevel.Warning,
        "The coordinator is out of reach. A refresh token of scheme {Scheme} that came after the end of its session is not revoked: "
        + "a new session may use it.")]
    public static partial void LateTokenNotRevoked(this ILogger logger, string scheme, Exception exception);

    [LoggerMessage(309, LogLevel.Error,
        "The newest tokens of a session of scheme {Scheme} could not be shared with the other servers; this one has "
        + "them.")]
    public static partial void CommitFailed(this ILogger logger, string scheme, Exception exception);
}

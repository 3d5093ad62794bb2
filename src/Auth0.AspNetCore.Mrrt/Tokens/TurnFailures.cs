using Auth0.AspNetCore.Mrrt.Coordination;
using Microsoft.Extensions.Logging;

namespace Auth0.AspNetCore.Mrrt.Tokens;

/// <summary>What a caller gets when the session's turn, or the session under it, was out of reach.</summary>
internal sealed class TurnFailures(ISessionCoordinator coordinator, ILogger logger)
{
    /// <summary>True for what a wait for a turn or a read under it throws.</summary>
    public static bool Include(Exception e) => e is OperationCanceledException or TimeoutException or SessionCoordinationException;

    /// <param name="failure">One of the exceptions that <see cref="Include"/> knows.</param>
    /// <param name="sessionId">The session.</param>
    /// <param name="scheme">The login scheme, for the log.</param>
    public AccessTokenResult Result(Exception failure, string sessionId, string scheme)
    {
        if (failure is not SessionCoordinationException unreachable)
        {
            return AccessTokenResult.Failed(AccessTokenFailure.Transient, "Other exchanges of this session took too long.");
        }

        if (coordinator.HasEnded(sessionId))
        {
            return StoredTokens.SessionEnded;
        }

        logger.CoordinationUnavailable(scheme, unreachable);
        return AccessTokenResult.Failed(
            AccessTokenFailure.CoordinationUnavailable,
            "The servers cannot agree at the moment who refreshes.",
            retryAfter: unreachable.RetryAfter);
    }
}

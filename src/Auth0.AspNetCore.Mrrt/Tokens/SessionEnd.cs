using Auth0.AspNetCore.Mrrt.Coordination;
using Auth0.AspNetCore.Mrrt.Session.Request;

namespace Auth0.AspNetCore.Mrrt.Tokens;

/// <summary>Tells whether a request has outlived its session (G14). A hub's or a stream's request stays open for hours, and its
/// cookie was validated when it began.</summary>
internal sealed class SessionEnd(ISessionCoordinator coordinator)
{
    /// <summary>The answer for a caller whose session has ended.</summary>
    public static readonly AccessTokenResult Result =
        AccessTokenResult.Failed(AccessTokenFailure.SessionEnded, "The session has ended since the request began.");

    /// <summary>Compares the session's own end and what this server knows of a sign-out. Allocates nothing and calls no other
    /// server.</summary>
    /// <param name="session">What the caller knows of the session.</param>
    /// <param name="now">The time.</param>
    /// <returns>True when no token may be given any more.</returns>
    public bool IsReached(SessionSnapshot session, DateTimeOffset now) =>
        session.EndsAt <= now || coordinator.Peek(session.Tokens.SessionId).Ended;
}

using Auth0.AspNetCore.Mrrt.Session.Model;
using Auth0.AspNetCore.Mrrt.TokenEndpoint;

namespace Auth0.AspNetCore.Mrrt.Tokens;

/// <summary>How an exchange ended, for all callers that waited for it. Immutable: they share it.</summary>
internal sealed class ExchangeOutcome
{
    public required AccessTokenResult Result { get; init; }

    /// <summary>The newest generation of the session, for the callers' requests to take over.</summary>
    public SessionTokens? Tokens { get; init; }

    /// <summary>Whether <see cref="Tokens"/> are where the session lives, so that no response need write them.</summary>
    public bool IsPersisted { get; init; }

    /// <summary>What the tenant answered, when it was asked.</summary>
    public TokenRefreshResult? Answer { get; init; }

    /// <summary>True when the outcome is no news for the application: no exchange was made, or another outcome tells of it.</summary>
    public bool IsSilent { get; init; }

    /// <summary>Whether asking the tenant for more in the same turn is in vain.</summary>
    public bool EndsTheTurn => Result.Reason is AccessTokenFailure.SessionEnded or AccessTokenFailure.Transient
        or AccessTokenFailure.RefreshTokenRejected or AccessTokenFailure.ExchangeRefused
        or AccessTokenFailure.UserBlocked or AccessTokenFailure.ClientRefused;

    public static ExchangeOutcome Failed(AccessTokenFailure reason, string description) =>
        new() { Result = AccessTokenResult.Failed(reason, description) };

    /// <summary>The session has ended.</summary>
    public static ExchangeOutcome Ended(string description) => Failed(AccessTokenFailure.SessionEnded, description);

    /// <summary>A result beside the newest of the session.</summary>
    public static ExchangeOutcome Beside(SessionUnderTurn session, AccessTokenResult result, TokenRefreshResult? answer = null) => new()
    {
        Result = result,
        Tokens = session.Newest,
        IsPersisted = session.HasKept(session.Newest),
        Answer = answer,
    };

    /// <summary>The same end for a need that the tenant was not asked for: nothing to tell.</summary>
    public ExchangeOutcome Silent() => new() { Result = Result, Tokens = Tokens, IsPersisted = IsPersisted, IsSilent = true };
}

using Auth0.AspNetCore.Mrrt.Session.Model;
using Auth0.AspNetCore.Mrrt.TokenEndpoint;

namespace Auth0.AspNetCore.Mrrt.Tokens;

/// <summary>How a flight ended, for everybody who waited for it.</summary>
internal sealed class ExchangeOutcome
{
    private int _notified;

    public required AccessTokenResult Result { get; init; }

    /// <summary>The newest generation of the session, for the callers' requests to take over.</summary>
    public SessionTokens? Tokens { get; init; }

    /// <summary>Whether <see cref="Tokens"/> are where the session lives, so that no response need write them.</summary>
    public bool IsPersisted { get; init; }

    /// <summary>What the tenant answered, when it was asked.</summary>
    public TokenRefreshResult? Answer { get; init; }

    /// <summary>Whether asking the tenant for more in the same turn is in vain.</summary>
    public bool EndsTheTurn => Result.Reason is AccessTokenFailure.SessionEnded or AccessTokenFailure.Transient
        or AccessTokenFailure.RefreshTokenRejected or AccessTokenFailure.ExchangeRefused
        or AccessTokenFailure.UserBlocked or AccessTokenFailure.ClientRefused;

    /// <summary>Whether the caller is the one to raise the event: each exchange is told once.</summary>
    public bool TryNotify() => Interlocked.Exchange(ref _notified, 1) == 0;

    /// <summary>The same end for a need that the tenant was not asked for: nothing to tell.</summary>
    public ExchangeOutcome Notified() => new() { Result = Result, Tokens = Tokens, IsPersisted = IsPersisted, _notified = 1 };
}

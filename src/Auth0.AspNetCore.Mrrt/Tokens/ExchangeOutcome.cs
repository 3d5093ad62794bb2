using Auth0.AspNetCore.Mrrt.Session;
using Auth0.AspNetCore.Mrrt.TokenEndpoint;

namespace Auth0.AspNetCore.Mrrt.Tokens;

/// <summary>How a flight ended, for everybody who waited for it.</summary>
internal sealed class ExchangeOutcome
{
    private int _told;

    public required AccessTokenResult Result { get; init; }

    /// <summary>The newest generation of the session, for the callers' requests to take over.</summary>
    public SessionTokens? Tokens { get; init; }

    /// <summary>What the tenant answered, when it was asked.</summary>
    public TokenRefreshResult? Answer { get; init; }

    /// <summary>Whether the caller is the one to raise the event: each exchange is told once.</summary>
    public bool ClaimTelling() => Interlocked.Exchange(ref _told, 1) == 0;
}

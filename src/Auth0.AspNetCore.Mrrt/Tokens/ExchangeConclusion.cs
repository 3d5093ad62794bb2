using Auth0.AspNetCore.Mrrt.TokenEndpoint;
using Microsoft.Extensions.Logging;

namespace Auth0.AspNetCore.Mrrt.Tokens;

/// <summary>Concludes an exchange: what its callers get, and how it is counted. Its answer may have come too late.</summary>
internal sealed class ExchangeConclusion(AccessTokenMetrics metrics, ILogger logger)
{
    /// <param name="session">The session, after the commit.</param>
    /// <param name="need">What was needed.</param>
    /// <param name="answer">What the tenant answered.</param>
    /// <param name="verdict">What the answer means.</param>
    /// <param name="commit">How the commit ended.</param>
    /// <param name="adopted">What another server has made, where the commit was refused for it.</param>
    public ExchangeOutcome Conclude(
        SessionUnderTurn session,
        TokenNeed need,
        TokenRefreshResult answer,
        Verdict verdict,
        CommitOutcome commit,
        ExchangeOutcome? adopted)
    {
        var outcome = commit is CommitOutcome.Ended ? ExchangeOutcome.Ended("The session ended while the token was being obtained.")
            : adopted ?? ExchangeOutcome.Beside(session, verdict.Result, answer);
        metrics.Exchanged(need.Scheme, outcome.Result.Reason);
        if (verdict.Evicted > 0 && commit is (CommitOutcome.Kept or CommitOutcome.Unknown))
        {
            metrics.Evicted(need.Scheme, verdict.Evicted);
            logger.AccessTokenSetsEvicted(need.Scheme, verdict.Evicted, need.MaxAccessTokenSets);
        }

        return outcome;
    }
}

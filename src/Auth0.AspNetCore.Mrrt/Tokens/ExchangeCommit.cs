using Auth0.AspNetCore.Mrrt.Session.Model;
using Auth0.AspNetCore.Mrrt.Tenant;
using Auth0.AspNetCore.Mrrt.TokenEndpoint;
using Microsoft.Extensions.Logging;

namespace Auth0.AspNetCore.Mrrt.Tokens;

/// <summary>Stores what an exchange has obtained (docs/how-a-refresh-works.md: Commit).</summary>
internal sealed class ExchangeCommit(DepartedSessions departed, LateTokens lateTokens, ILogger<ExchangeCommit> logger)
{
    /// <summary>Keeps the next generation, or ends the refresh token that came too late (G8).</summary>
    /// <param name="tenant">The tenant and client.</param>
    /// <param name="session">The session.</param>
    /// <param name="next">The next generation. Null when the answer changes nothing.</param>
    /// <param name="answer">What the tenant answered.</param>
    /// <param name="need">What was needed.</param>
    public async Task<CommitOutcome> CommitAsync(
        TenantSettings tenant, SessionUnderTurn session, SessionTokens? next, TokenRefreshResult answer, TokenNeed need)
    {
        if (next is null)
        {
            return CommitOutcome.Kept;
        }

        try
        {
            if (await session.CommitAsync(next).ConfigureAwait(false))
            {
                departed.Tell(next);
                return CommitOutcome.Kept;
            }
        }
        catch (Exception e)
        {
            // Whatever the coordinator, the store or the keys of Data Protection throw: the tokens that were obtained are good.
            // The caller gets its token, and this server's responses carry the generation (G5).
            logger.CommitFailed(need.Scheme, e);
            departed.Tell(next);
            return CommitOutcome.Unknown;
        }

        // Where the session has only moved on, which takes a turn that was lost, revoking would end it: a refresh token
        // stands for its whole family.
        if (!session.Ended)
        {
            return CommitOutcome.MovedOn;
        }

        if (next.RefreshToken is not null
            && (answer.Succeeded || answer.RotatedRefreshToken is not null))
        {
            await lateTokens.HandleAsync(tenant, next, need.Scheme).ConfigureAwait(false);
        }

        return CommitOutcome.Ended;
    }
}

using Auth0.AspNetCore.Mrrt.Session.Model;
using Auth0.AspNetCore.Mrrt.Session.Ticket;
using Microsoft.Extensions.Logging;

namespace Auth0.AspNetCore.Mrrt.Tokens;

/// <summary>What a session under its turn answers without the tenant (docs/how-a-refresh-works.md: Read again).</summary>
internal sealed class AnswerOfSession(TimeProvider time, ILogger logger)
{
    /// <summary>Looks for the answer in the newest session.</summary>
    /// <param name="session">The session under its turn.</param>
    /// <param name="need">What is needed.</param>
    /// <returns>The answer. Null when the tenant must be asked: the newest refresh token may be used then.</returns>
    public ExchangeOutcome? Of(SessionUnderTurn session, TokenNeed need)
    {
        if (session.Ended)
        {
            return ExchangeOutcome.Ended("The session has ended.");
        }

        // Never what the request brought along when there is newer: its refresh token has been spent (G4).
        var newest = session.Newest;
        if (SessionClient.Differs(newest, session.Seen))
        {
            // An application has put another client's tokens into the session meanwhile.
            return ExchangeOutcome.Failed(
                AccessTokenFailure.NotSignedIn, "The session has tokens of another client or tenant since the request began.").Silent();
        }

        if (Stored(newest, session.Seen, need) is { } stored)
        {
            return ExchangeOutcome.Beside(session, GrantedToken.Result(stored, need)).Silent();
        }

        if (!need.Forced && StoredTokens.IsRefused(newest, need, time.GetUtcNow()))
        {
            return ExchangeOutcome.Beside(session, FailedAnswer.AudienceNotGranted(need)).Silent();
        }

        return HasRefreshTokenToUse(session, need)
            ? null
            : ExchangeOutcome.Beside(session, RefreshTokenAbsence.Result(newest, session.Outdated, need));
    }

    /// <summary>The newest refresh token and no other: one that an earlier exchange has spent would end its whole
    /// family (G4).</summary>
    private bool HasRefreshTokenToUse(SessionUnderTurn session, TokenNeed need)
    {
        if (session.Outdated)
        {
            logger.SessionOutdated(need.Scheme);
            return false;
        }

        return need.MayRefresh && session.Newest.RefreshToken is not null;
    }

    /// <summary>Somebody else may have got it already. Who forces a refresh is content with a token that was not there
    /// when it asked.</summary>
    private AccessTokenSet? Stored(SessionTokens newest, SessionTokens seen, TokenNeed need)
    {
        var now = time.GetUtcNow();
        if (TokenMatch.Find(newest, need, now, need.Leeway) is not { } stored)
        {
            return null;
        }

        return need.Forced && TokenMatch.Find(seen, need, now, need.Leeway)?.AccessToken == stored.AccessToken ? null : stored;
    }
}

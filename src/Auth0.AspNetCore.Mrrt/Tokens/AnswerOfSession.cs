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
    /// <param name="refreshToken">The refresh token to ask the tenant with. Null when there is an answer.</param>
    /// <returns>The answer. Null when the tenant must be asked.</returns>
    public ExchangeOutcome? Of(SessionUnderTurn session, TokenNeed need, out string? refreshToken)
    {
        refreshToken = null;
        if (session.Ended)
        {
            return Ended("The session has ended.");
        }

        // Never what the request brought along when there is newer: its refresh token has been spent (G4).
        var newest = session.Newest;
        if (SessionClient.Differs(newest, session.Seen))
        {
            // An application has put another client's tokens into the session meanwhile.
            return new ExchangeOutcome
            {
                Result = AccessTokenResult.Failed(
                    AccessTokenFailure.NotSignedIn, "The session has tokens of another client or tenant since the request began."),
            };
        }

        if (Stored(newest, session.Seen, need) is { } stored)
        {
            return Newest(session, GrantedToken.Result(stored, need));
        }

        if (!need.Forced && StoredTokens.IsRefused(newest, need, time.GetUtcNow()))
        {
            return Newest(session, FailedAnswer.AudienceNotGranted(need)).Silent();
        }

        refreshToken = RefreshTokenToUse(session, need);
        return refreshToken is null ? Newest(session, RefreshTokenAbsence.Result(newest, session.Outdated, need)) : null;
    }

    /// <summary>The session has ended.</summary>
    public static ExchangeOutcome Ended(string description) =>
        new() { Result = AccessTokenResult.Failed(AccessTokenFailure.SessionEnded, description) };

    /// <summary>A result beside the newest session.</summary>
    public static ExchangeOutcome Newest(SessionUnderTurn session, AccessTokenResult result) =>
        new() { Result = result, Tokens = session.Newest, IsPersisted = session.HasKept(session.Newest) };

    /// <summary>The newest refresh token and no other: one that an earlier exchange has spent would end its whole
    /// family (G4).</summary>
    private string? RefreshTokenToUse(SessionUnderTurn session, TokenNeed need)
    {
        if (!session.Outdated)
        {
            return need.MayRefresh ? session.Newest.RefreshToken : null;
        }

        logger.SessionOutdated(need.Scheme);
        return null;
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

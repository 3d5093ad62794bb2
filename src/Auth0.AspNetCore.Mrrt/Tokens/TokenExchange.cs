using Auth0.AspNetCore.Mrrt.Coordination;
using Auth0.AspNetCore.Mrrt.Session;
using Auth0.AspNetCore.Mrrt.TokenEndpoint;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Auth0.AspNetCore.Mrrt.Tokens;

/// <summary>
/// Takes the session's turn, looks again, and exchanges the newest refresh token (protocol, steps 5 to 9). Runs apart
/// from any request: the answer must be kept even if nobody waits for it any more.
/// </summary>
internal sealed class TokenExchange(
    ISessionCoordinator coordinator,
    SessionSeal seal,
    TokenClient tokenClient,
    AnswerJudge judge,
    IOptionsMonitor<Auth0WebAppOptions> logins,
    TimeProvider time,
    ILogger<TokenExchange> logger)
{
    public async Task<ExchangeOutcome> RunAsync(SessionTokens seen, TokenNeed need) =>
        (await RunAsync(seen, [need]).ConfigureAwait(false))[0];

    /// <summary>Gets several tokens of one session in one turn.</summary>
    /// <param name="seen">The generation that the caller's request brought along.</param>
    /// <param name="needs">What is needed, of one scheme.</param>
    /// <returns>An outcome for each need, in order.</returns>
    public async Task<ExchangeOutcome[]> RunAsync(SessionTokens seen, IReadOnlyList<TokenNeed> needs)
    {
        ISessionTurn turn;
        using (var patience = new CancellationTokenSource(Patience(needs[0].Scheme), time))
        {
            try
            {
                turn = await coordinator.EnterAsync(seen.SessionId, patience.Token).ConfigureAwait(false);
            }
            catch (OperationCanceledException)
            {
                var late = AccessTokenResult.Failed(
                    AccessTokenFailure.Transient, "Other exchanges of this session took too long.");
                return [.. needs.Select(_ => new ExchangeOutcome { Result = late })];
            }
        }

        await using var _ = turn.ConfigureAwait(false);
        return await RunUnderTurnAsync(turn, seen, needs).ConfigureAwait(false);
    }

    private async Task<ExchangeOutcome[]> RunUnderTurnAsync(
        ISessionTurn turn, SessionTokens seen, IReadOnlyList<TokenNeed> needs)
    {
        // Never what the request brought along when there is newer: its refresh token has been spent (G4).
        var newest = seal.Open(seen.SessionId, turn.Newest) is { } kept && kept.Generation > seen.Generation
            ? kept
            : seen;
        var outcomes = new ExchangeOutcome[needs.Count];
        var end = turn.Ended ? Ended("The session has ended.") : null;
        for (var i = 0; i < outcomes.Length; i++)
        {
            outcomes[i] = end?.ForAnother() ?? await OneUnderTurnAsync(turn, newest, seen, needs[i]).ConfigureAwait(false);
            newest = outcomes[i].Tokens ?? newest;
            end ??= outcomes[i].EndsTheTurn ? outcomes[i] : null;
        }

        return outcomes;
    }

    private async Task<ExchangeOutcome> OneUnderTurnAsync(
        ISessionTurn turn, SessionTokens newest, SessionTokens seen, TokenNeed need)
    {
        if (Stored(newest, seen, need) is { } stored)
        {
            return new ExchangeOutcome { Result = GrantedToken.Result(stored, need), Tokens = newest };
        }

        if (Spendable(turn, newest, need) is not { } refreshToken)
        {
            return new ExchangeOutcome
            {
                Result = AccessTokenResult.Failed(
                    AccessTokenFailure.NoRefreshToken, "The session holds no refresh token that may be used: sign in again."),
                Tokens = newest,
            };
        }

        var scope = TokenFiling.ScopeToSend(newest, need);
        var answer = await tokenClient.RefreshAsync(
            need.Scheme, refreshToken, need.Audience, scope, CancellationToken.None).ConfigureAwait(false);
        var verdict = await judge.JudgeAsync(answer, newest, need, scope).ConfigureAwait(false);
        if (verdict.Next is { } next && !await CommitUnderTurnAsync(turn, next, answer, need).ConfigureAwait(false))
        {
            return Ended("The session ended while the token was being obtained.");
        }

        return new ExchangeOutcome { Result = verdict.Result, Tokens = verdict.Next ?? newest, Answer = answer };
    }

    /// <summary>The newest refresh token and no other: one that an earlier exchange has spent would end its whole
    /// family (G4).</summary>
    private string? Spendable(ISessionTurn turn, SessionTokens newest, TokenNeed need)
    {
        if (newest.Generation >= turn.NewestGeneration)
        {
            return need.MayRefresh ? newest.RefreshToken : null;
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

    /// <summary>Keeps the next generation, or ends the refresh token that came too late (G8).</summary>
    private async Task<bool> CommitUnderTurnAsync(
        ISessionTurn turn, SessionTokens next, TokenRefreshResult answer, TokenNeed need)
    {
        if (await turn.CommitAsync(seal.Close(next), CancellationToken.None).ConfigureAwait(false))
        {
            return true;
        }

        if (answer.Response is not null && next.RefreshToken is { } late)
        {
            logger.SessionEndedMeanwhile(need.Scheme);
            await tokenClient.RevokeAsync(need.Scheme, late, CancellationToken.None).ConfigureAwait(false);
        }

        return false;
    }

    /// <summary>The wait for the turn is bounded like a call to the tenant is.</summary>
    private TimeSpan Patience(string scheme) => logins.Get(scheme).BackchannelTimeout;

    private static ExchangeOutcome Ended(string description) =>
        new() { Result = AccessTokenResult.Failed(AccessTokenFailure.SessionEnded, description) };
}

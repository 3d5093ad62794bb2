using Auth0.AspNetCore.Mrrt.Coordination;
using Auth0.AspNetCore.Mrrt.Session;
using Auth0.AspNetCore.Mrrt.TokenEndpoint;
using Microsoft.Extensions.Logging;

namespace Auth0.AspNetCore.Mrrt.Tokens;

/// <summary>
/// Takes the session's turn, looks again, and exchanges the newest refresh token (protocol, steps 5 to 9). Runs apart
/// from any request: the answer must be kept even if nobody waits for it any more.
/// </summary>
internal sealed class TokenExchange(
    ISessionCoordinator coordinator,
    SessionSeal seal,
    TokenClient tokenClient,
    TimeProvider time,
    ILogger<TokenExchange> logger)
{
    /// <summary>How long an exchange may wait for its turn and for the tenant together.</summary>
    public static readonly TimeSpan TimeLimit = TimeSpan.FromSeconds(30);

    /// <param name="seen">The generation that the first caller's request brought along.</param>
    /// <param name="need">What is needed.</param>
    public async Task<ExchangeOutcome> RunAsync(SessionTokens seen, TokenNeed need)
    {
        using var limit = new CancellationTokenSource(TimeLimit, time);
        ISessionTurn turn;
        try
        {
            turn = await coordinator.EnterAsync(seen.SessionId, limit.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            return Failed(AccessTokenFailure.Transient, "Other exchanges of this session took too long.");
        }

        await using var _ = turn.ConfigureAwait(false);
        if (turn.Ended)
        {
            return Failed(AccessTokenFailure.SessionEnded, "The session has ended.");
        }

        // Never what the request brought along when there is newer: its refresh token has been spent (G4).
        var newest = seal.Open(seen.SessionId, turn.Newest) is { } kept && kept.Generation > seen.Generation
            ? kept
            : seen;
        return Stored(newest, seen, need) is { } stored
            ? new ExchangeOutcome { Result = GrantedToken.Result(stored, need), Tokens = newest }
            : await ExchangeUnderTurnAsync(turn, newest, need, limit.Token).ConfigureAwait(false);
    }

    /// <summary>Somebody else may have got it already. Who forces a refresh is content with a token that was not there
    /// when it asked.</summary>
    private AccessTokenSet? Stored(SessionTokens newest, SessionTokens seen, TokenNeed need)
    {
        var moment = time.GetUtcNow() + need.Leeway;
        if (TokenMatch.Find(newest, need, moment) is not { } stored)
        {
            return null;
        }

        return need.Forced && TokenMatch.Find(seen, need, moment)?.AccessToken == stored.AccessToken ? null : stored;
    }

    private async Task<ExchangeOutcome> ExchangeUnderTurnAsync(
        ISessionTurn turn, SessionTokens tokens, TokenNeed need, CancellationToken cancellationToken)
    {
        if (tokens.RefreshToken is not { } refreshToken)
        {
            return new ExchangeOutcome
            {
                Result = AccessTokenResult.Failed(
                    AccessTokenFailure.NoRefreshToken, "The session holds no refresh token: sign in again."),
                Tokens = tokens,
            };
        }

        var scope = TokenFiling.ScopeToSend(tokens, need);
        var answer = await tokenClient.RefreshAsync(need.Scheme, refreshToken, need.Audience, scope, cancellationToken)
            .ConfigureAwait(false);
        var now = time.GetUtcNow();
        if (!answer.Succeeded)
        {
            var after = answer.GrantRejected
                ? await CommitUnderTurnAsync(turn, TokenFiling.DropRefreshToken(tokens, now), need).ConfigureAwait(false)
                : tokens;
            return new ExchangeOutcome { Result = FailedAnswer.Result(answer), Tokens = after, Answer = answer };
        }

        var misdirected = AccessTokenAudience.Contradicts(answer.Response.AccessToken, need.Audience);
        var next = misdirected
            ? TokenFiling.KeepRefreshToken(tokens, answer.Response, now)
            : TokenFiling.Keep(tokens, need, scope, answer.Response, now);
        if (await CommitUnderTurnAsync(turn, next, need).ConfigureAwait(false) is null)
        {
            return Failed(AccessTokenFailure.SessionEnded, "The session ended while the token was being obtained.");
        }

        if (misdirected)
        {
            logger.AudienceNotGranted(need.Scheme, need.Audience);
        }

        return new ExchangeOutcome
        {
            Result = misdirected
                ? FailedAnswer.AudienceNotGranted(need)
                : GrantedToken.Result(Obtained(next, answer.Response), need),
            Tokens = next,
            Answer = answer,
        };
    }

    private static AccessTokenSet Obtained(SessionTokens tokens, TokenResponse response) =>
        tokens.Primary?.AccessToken == response.AccessToken ? tokens.Primary : tokens.Additional[^1];

    /// <summary>Keeps the next generation, or ends the refresh token that came too late (G8).</summary>
    private async Task<SessionTokens?> CommitUnderTurnAsync(ISessionTurn turn, SessionTokens next, TokenNeed need)
    {
        if (await turn.CommitAsync(seal.Close(next), CancellationToken.None).ConfigureAwait(false))
        {
            return next;
        }

        if (next.RefreshToken is { } late)
        {
            logger.SessionEndedMeanwhile(need.Scheme);
            using var limit = new CancellationTokenSource(TimeLimit, time);
            await tokenClient.RevokeAsync(need.Scheme, late, limit.Token).ConfigureAwait(false);
        }

        return null;
    }

    private static ExchangeOutcome Failed(AccessTokenFailure reason, string description) =>
        new() { Result = AccessTokenResult.Failed(reason, description) };
}

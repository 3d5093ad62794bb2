using Auth0.AspNetCore.Mrrt.Coordination;
using Auth0.AspNetCore.Mrrt.Session.Format;
using Auth0.AspNetCore.Mrrt.Session.Model;
using Auth0.AspNetCore.Mrrt.Session.Request;
using Auth0.AspNetCore.Mrrt.Tenant;
using Auth0.AspNetCore.Mrrt.TokenEndpoint;
using Microsoft.Extensions.Logging;

namespace Auth0.AspNetCore.Mrrt.Tokens;

/// <summary>
/// Takes the session's turn, looks again, and exchanges the newest refresh token (docs/how-a-refresh-works.md: Take the
/// turn to Commit). Runs apart from any request: the answer must be kept even if nobody waits for it any more.
/// </summary>
internal sealed class TokenExchange(
    ISessionCoordinator coordinator,
    SessionProtector protector,
    TokenClient tokenClient,
    AnswerJudge judge,
    ExchangeCommit commits,
    AccessTokenMetrics metrics,
    TimeProvider time,
    ILogger<TokenExchange> logger)
{
    private readonly AnswerOfSession _ofSession = new(time, logger);

    /// <summary>The outcome for callers beyond the bounds of <see cref="RequestBounds"/>.</summary>
    public static readonly ExchangeOutcome Crowded = new()
    {
        Result = AccessTokenResult.Failed(AccessTokenFailure.Transient, "Too many calls wait for tokens of this session."),
        IsSilent = true,
    };

    public async Task<ExchangeOutcome> RunAsync(
        TenantSettings tenant, SessionTokens seen, ISessionTokenStore? tokenStore, CookieLife? life, TokenNeed need, Flight flight) =>
        (await RunAsync(tenant, seen, tokenStore, life, [need], flight).ConfigureAwait(false))[0];

    /// <summary>Gets several tokens of one session in one turn.</summary>
    /// <param name="tenant">The tenant and client, resolved in the caller's request.</param>
    /// <param name="seen">The generation that the caller's request brought along.</param>
    /// <param name="tokenStore">Where the session lives beside the coordinator, if it does.</param>
    /// <param name="life">How long the session's cookies last, if that is known.</param>
    /// <param name="needs">What is needed, of one scheme.</param>
    /// <param name="flight">The callers. The tenant is not asked for callers that have all left.</param>
    /// <returns>An outcome for each need, in order.</returns>
    public async Task<ExchangeOutcome[]> RunAsync(
        TenantSettings tenant,
        SessionTokens seen,
        ISessionTokenStore? tokenStore,
        CookieLife? life,
        IReadOnlyList<TokenNeed> needs,
        Flight flight)
    {
        if (coordinator.Peek(seen.SessionId).QueueLength >= RequestBounds.MostWaitingExchanges)
        {
            return [.. needs.Select(_ => Crowded)];
        }

        var outcomes = new List<ExchangeOutcome>(needs.Count);
        try
        {
            var turn = await WithPatienceAsync(
                tenant, patience => coordinator.EnterAsync(seen.SessionId, patience), flight.Abandoned).ConfigureAwait(false);
            await using var _ = turn.ConfigureAwait(false);
            await RunUnderTurnAsync(tenant, flight, new SessionUnderTurn(turn, protector, tokenStore, life, seen, time), needs, outcomes)
                .ConfigureAwait(false);
        }
        catch (Exception e) when (e is OperationCanceledException or TimeoutException)
        {
            Complete(outcomes, needs, AccessTokenResult.Failed(
                AccessTokenFailure.Transient, "Other exchanges of this session took too long."));
        }
        catch (SessionCoordinationException) when (coordinator.HasEnded(seen.SessionId))
        {
            Complete(outcomes, needs, StoredTokens.SessionEnded);
        }
        catch (SessionCoordinationException e)
        {
            logger.CoordinationUnavailable(needs[0].Scheme, e);
            Complete(outcomes, needs, AccessTokenResult.Failed(
                AccessTokenFailure.CoordinationUnavailable,
                "The servers cannot agree at the moment who refreshes.",
                retryAfter: e.RetryAfter));
        }

        return [.. outcomes];
    }

    /// <summary>What failed once failed for everybody who is still waiting; it is told once.</summary>
    private static void Complete(
        List<ExchangeOutcome> outcomes, IReadOnlyList<TokenNeed> needs, AccessTokenResult result)
    {
        for (var outcome = new ExchangeOutcome { Result = result }; outcomes.Count < needs.Count; outcome = outcome.Silent())
        {
            outcomes.Add(outcome);
        }
    }

    private async Task RunUnderTurnAsync(
        TenantSettings tenant,
        Flight flight,
        SessionUnderTurn session,
        IReadOnlyList<TokenNeed> needs,
        List<ExchangeOutcome> outcomes)
    {
        await session.ReadAsync().ConfigureAwait(false);
        ExchangeOutcome? end = null;
        foreach (var need in needs)
        {
            if (session.MustReadAgain && end is null)
            {
                await ReloadAsync(tenant, session).ConfigureAwait(false);
            }

            outcomes.Add(end?.Silent() ?? await OneUnderTurnAsync(tenant, flight, session, need).ConfigureAwait(false));
            end ??= outcomes[^1].EndsTheTurn ? outcomes[^1] : null;
        }
    }

    private async Task<ExchangeOutcome> OneUnderTurnAsync(
        TenantSettings tenant, Flight flight, SessionUnderTurn session, TokenNeed need)
    {
        for (var confirmed = false; ; confirmed = true)
        {
            if (_ofSession.Of(session, need, out var refreshToken) is { } known)
            {
                return known;
            }

            var newest = session.Newest;
            var rest = tenant.Channel.Timeout - session.Uncertain;
            if (rest <= TimeSpan.Zero)
            {
                return AnswerOfSession.Newest(session, AccessTokenResult.Failed(
                    AccessTokenFailure.Transient, "Reading the session took too long."));
            }

            if (!flight.TryBegin())
            {
                return AnswerOfSession.Newest(
                    session, AccessTokenResult.Failed(AccessTokenFailure.Transient, "Nobody waits for the token any more.")).Silent();
            }

            // Everything until the commit, discovery and keys included: a coordinator that has lost its turns lets nobody
            // exchange for as long as this may take.
            using var limit = new CallLimit(rest, time);
            session.Asking();
            var scope = NextGeneration.ScopeToSend(newest, need);
            var answer = await tokenClient.RefreshAsync(
                tenant, refreshToken!, need.Audience, scope, limit.Token).ConfigureAwait(false);
            if (answer.GrantRejected && !confirmed)
            {
                await ReloadAsync(tenant, session).ConfigureAwait(false);
                if (session.Ended || session.Newest.RefreshToken != refreshToken)
                {
                    continue; // refused because it was spent elsewhere: the session has a newer one (G9)
                }
            }

            return await ConcludeAsync(tenant, session, newest, answer, need, scope, limit.Token).ConfigureAwait(false);
        }
    }

    private async Task<ExchangeOutcome> ConcludeAsync(
        TenantSettings tenant,
        SessionUnderTurn session,
        SessionTokens newest,
        TokenRefreshResult answer,
        TokenNeed need,
        string? scope,
        CancellationToken limit)
    {
        var verdict = await judge.JudgeAsync(tenant, answer, newest, need, scope, limit).ConfigureAwait(false);
        var commit = verdict.Next is { } next
            ? await commits.CommitAsync(tenant, session, next, answer, need).ConfigureAwait(false)
            : CommitOutcome.Kept;
        var outcome = commit switch
        {
            CommitOutcome.Ended => AnswerOfSession.Ended("The session ended while the token was being obtained."),
            CommitOutcome.MovedOn => new ExchangeOutcome
            {
                Result = AccessTokenResult.Failed(
                    AccessTokenFailure.Transient, "The session moved on while the token was being obtained."),
            },
            _ => new ExchangeOutcome
            {
                Result = verdict.Result,
                Tokens = session.Newest,
                IsPersisted = session.HasKept(session.Newest),
                Answer = answer,
            },
        };
        Count(need, outcome.Result, outcome.Tokens is null ? 0 : verdict.Evicted);
        return outcome;
    }

    /// <summary>Counts an exchange by what became of it: its answer may have come too late.</summary>
    private void Count(TokenNeed need, AccessTokenResult result, int evicted)
    {
        metrics.Exchanged(need.Scheme, result.Reason);
        if (evicted > 0)
        {
            metrics.Evicted(need.Scheme, evicted);
            logger.AccessTokenSetsEvicted(need.Scheme, evicted, need.MaxAccessTokenSets);
        }
    }

    private async Task ReloadAsync(TenantSettings tenant, SessionUnderTurn session) =>
        await WithPatienceAsync(tenant, async patience =>
        {
            await session.ReloadAsync(patience).ConfigureAwait(false);
            return true;
        }).ConfigureAwait(false);

    /// <summary>The wait for the turn is bounded like a call to the tenant is.</summary>
    private async ValueTask<T> WithPatienceAsync<T>(
        TenantSettings tenant, Func<CancellationToken, ValueTask<T>> wait, CancellationToken abandoned = default)
    {
        using var patience = new CancellationTokenSource(tenant.Channel.Timeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, abandoned);
        return await wait(either.Token).ConfigureAwait(false);
    }
}

using Auth0.AspNetCore.Mrrt.Coordination;
using Auth0.AspNetCore.Mrrt.Session.Format;
using Auth0.AspNetCore.Mrrt.Tenant;
using Auth0.AspNetCore.Mrrt.TokenEndpoint;
using Microsoft.Extensions.Logging;

namespace Auth0.AspNetCore.Mrrt.Tokens;

/// <summary>
/// The steps of an exchange, in order (docs/how-a-refresh-works.md: Take the turn to Commit). Runs apart from any request: the
/// answer must be kept even if nobody waits for it any more.
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
    /// <summary>The outcome for callers beyond the bounds of <see cref="RequestBounds"/>.</summary>
    public static readonly ExchangeOutcome Crowded =
        ExchangeOutcome.Failed(AccessTokenFailure.Transient, "Too many calls wait for tokens of this session.").Silent();

    private readonly TurnWait _turns = new(coordinator, time);
    private readonly LostTurn _lost = new(new(coordinator, time), new(time, logger));
    private readonly TurnFailures _failures = new(coordinator, logger);
    private readonly AnswerOfSession _ofSession = new(time, logger);
    private readonly AskTenant _asking = new(tokenClient);
    private readonly RejectionCheck _rejections = new(new(coordinator, time));
    private readonly ExchangeConclusion _conclusion = new(metrics, logger);

    public async Task<ExchangeOutcome> RunAsync(ExchangeInput input, TokenNeed need, Flight flight) =>
        (await RunAsync(input, [need], flight).ConfigureAwait(false))[0];

    /// <summary>Gets several tokens of one session in one turn.</summary>
    /// <param name="input">The session, and what its callers have resolved.</param>
    /// <param name="needs">What is needed, of one scheme.</param>
    /// <param name="flight">The callers. The tenant is not asked for callers that have all left.</param>
    /// <returns>An outcome for each need, in order.</returns>
    public async Task<ExchangeOutcome[]> RunAsync(ExchangeInput input, IReadOnlyList<TokenNeed> needs, Flight flight)
    {
        if (coordinator.Peek(input.Seen.SessionId).QueueLength >= RequestBounds.MostWaitingExchanges)
        {
            return [.. needs.Select(_ => Crowded)];
        }

        var outcomes = new List<ExchangeOutcome>(needs.Count);
        try
        {
            // Enter the turn.
            var turn = await _turns.EnterAsync(input.Tenant, input.Seen.SessionId, flight.Abandoned).ConfigureAwait(false);
            await using var _ = turn.ConfigureAwait(false);

            // Read what the session has now.
            var session = new SessionUnderTurn(turn, protector, input.TokenStore, input.CookieLife, input.Seen, time);
            await session.ReadAsync().ConfigureAwait(false);

            foreach (var need in needs)
            {
                outcomes.Add(outcomes is [.., { EndsTheTurn: true } end]
                    ? end.Silent()
                    : await RunUnderTurnAsync(input.Tenant, session, need, flight).ConfigureAwait(false));
            }
        }
        catch (Exception e) when (TurnFailures.Include(e))
        {
            Complete(outcomes, needs.Count, _failures.Result(e, input.Seen.SessionId, needs[0].Scheme));
        }

        return [.. outcomes];
    }

    private async Task<ExchangeOutcome> RunUnderTurnAsync(
        TenantSettings tenant, SessionUnderTurn session, TokenNeed need, Flight flight)
    {
        for (var isConfirmed = false; ; isConfirmed = true)
        {
            if (session.MustReadAgain)
            {
                await _turns.ReloadAsync(tenant, session).ConfigureAwait(false);
            }

            // Answer from the session.
            if (_ofSession.Of(session, need) is { } known)
            {
                return known;
            }

            // Ask, if there is time and anybody waits. A coordinator that has lost its turns lets no server exchange for as long as
            // everything until the commit may take, discovery and keys included. The limit is for all of that.
            var timeLeft = session.TimeLeft(tenant.Channel.Timeout);
            if (AskTenant.Refusal(timeLeft, tenant.Channel.Timeout, session, flight) is { } refusal)
            {
                return refusal;
            }

            using var limit = new CallLimit(timeLeft, time);
            var asked = await _asking.AskAsync(tenant, session, need, limit.Token).ConfigureAwait(false);

            // Confirm a rejection, once. An outdated refresh token has a newer one beside it in the session.
            if (asked.Answer.GrantRejected && !isConfirmed
                && await _rejections.IsOutdatedAsync(tenant, session, asked).ConfigureAwait(false))
            {
                continue;
            }

            // Judge, commit, conclude.
            var verdict = await judge.JudgeAsync(
                tenant, asked.Answer, asked.UsedTokens, need, asked.SentScope, limit.Token).ConfigureAwait(false);
            var commit = await commits.CommitAsync(tenant, session, verdict.Next, asked.Answer, need).ConfigureAwait(false);
            var adopted = commit is CommitOutcome.MovedOn
                ? await _lost.AdoptAsync(tenant, session, need).ConfigureAwait(false)
                : null;
            return _conclusion.Conclude(session, need, asked.Answer, verdict, commit, adopted);
        }
    }

    /// <summary>Gives the needs that have no outcome yet the same failure. It is told once.</summary>
    private static void Complete(List<ExchangeOutcome> outcomes, int needs, AccessTokenResult failure)
    {
        for (var outcome = new ExchangeOutcome { Result = failure }; outcomes.Count < needs; outcome = outcome.Silent())
        {
            outcomes.Add(outcome);
        }
    }
}

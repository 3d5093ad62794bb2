using Auth0.AspNetCore.Mrrt.Coordination;
using Auth0.AspNetCore.Mrrt.Session.Model;
using Auth0.AspNetCore.Mrrt.Session.Request;
using Auth0.AspNetCore.Mrrt.Tenant;

namespace Auth0.AspNetCore.Mrrt.Tokens;

/// <summary>Joins or leads the exchange that a session needs, and takes over what it brought (docs/how-a-refresh-works.md: Join).
/// Sees no request: a circuit's session is exchanged for in the same way.</summary>
internal sealed class SessionExchanges(InFlightWork inFlight, TokenExchange exchange, StoredTokens stored)
{
    private readonly SingleFlight<ExchangeKey, ExchangeOutcome> _flights = new(inFlight, RequestBounds.MostWaitingCallers);

    /// <summary>Obtains one token. Equal needs at once share an exchange.</summary>
    /// <param name="session">The caller's session. Its keeper is known.</param>
    /// <param name="tenant">The tenant and client, resolved where the caller asked: options may follow the request.</param>
    /// <param name="need">What is needed.</param>
    /// <param name="cancellationToken">Frees this caller alone.</param>
    public async Task<ExchangeAnswer> GetAsync(
        ITokenSession session, TenantSettings tenant, TokenNeed need, CancellationToken cancellationToken)
    {
        var input = ExchangeInput.Of(session, tenant);
        if (await IsInVainAsync(input, need, cancellationToken).ConfigureAwait(false))
        {
            return Conclude(session, need, RefreshTokenAbsence.Outcome(input.Seen, need));
        }

        var joined = _flights.TryJoinAsync(
            KeyOf(input.Seen, need), flight => exchange.RunAsync(input, need, flight), cancellationToken);
        if (joined is null)
        {
            return Conclude(session, need, TokenExchange.Crowded);
        }

        var shared = await joined.ConfigureAwait(false);
        return Conclude(session, need, shared.Result, shared.Flight);
    }

    /// <summary>Obtains several tokens in one turn. A caller that asks for one of them meanwhile waits for the turn and finds
    /// it.</summary>
    /// <param name="session">The caller's session. Its keeper is known.</param>
    /// <param name="tenant">The tenant and client, resolved where the caller asked.</param>
    /// <param name="needs">What is needed, of one scheme.</param>
    /// <param name="cancellationToken">Frees this caller alone.</param>
    /// <returns>An outcome for each need, in order, for <see cref="Conclude"/>.</returns>
    public async Task<ExchangeOutcome[]> GetManyAsync(
        ITokenSession session, TenantSettings tenant, IReadOnlyList<TokenNeed> needs, CancellationToken cancellationToken)
    {
        var input = ExchangeInput.Of(session, tenant);
        if (needs is [var any, ..] && await IsInVainAsync(input, any, cancellationToken).ConfigureAwait(false))
        {
            return [.. needs.Select(need => RefreshTokenAbsence.Outcome(input.Seen, need))];
        }

        var flight = new Flight();
        flight.Join(most: 1);
        try
        {
            return await inFlight.RunAsync(() => exchange.RunAsync(input, needs, flight))
                .WaitAsync(cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            flight.Leave();
        }
    }

    /// <summary>Takes over what an exchange brought.</summary>
    /// <param name="session">The caller's session.</param>
    /// <param name="need">What the caller needs.</param>
    /// <param name="outcome">How the exchange ended.</param>
    /// <param name="sharers">The callers that share the exchange. Null when this caller is the only one.</param>
    /// <returns>What the caller gets.</returns>
    public ExchangeAnswer Conclude(ITokenSession session, TokenNeed need, ExchangeOutcome outcome, Flight? sharers = null)
    {
        if (outcome.Tokens is { } newest)
        {
            session.Adopt(newest, outcome.IsPersisted);
        }

        var current = session.Current;
        var stillValid = stored.StillValid(current.Tokens, need, outcome.Result.Reason);
        if ((outcome.Result.Succeeded || stillValid is not null) && (current.Closed || stored.HasEnded(current, stored.Now)))
        {
            // The session has ended during the wait (G14). Where it has ended for this caller alone, another caller may have the
            // token: the event is left to that one. Without an exchange there is none.
            var ended = outcome.Answer is not null && stored.HasEndedForAll(current)
                ? new ExchangeOutcome { Result = StoredTokens.SessionEnded, Answer = outcome.Answer }
                : null;
            return new ExchangeAnswer(StoredTokens.SessionEnded, ended, servedStored: false, sharers);
        }

        return stillValid is null
            ? new ExchangeAnswer(outcome.Result, outcome, servedStored: false, sharers)
            : new ExchangeAnswer(GrantedToken.Result(stillValid, need), outcome, servedStored: true, sharers);
    }

    /// <summary>True when an exchange would find no refresh token to use. Such a call takes no turn: with several servers a turn is
    /// a row's lock. A store of the application's may have more than the request has read, so it is read without the turn.</summary>
    private async ValueTask<bool> IsInVainAsync(ExchangeInput input, TokenNeed need, CancellationToken cancellationToken)
    {
        if (!RefreshTokenAbsence.IsAbsent(input.Seen, need) || !stored.IsSettled(input.Seen))
        {
            return false;
        }

        try
        {
            return input.TokenStore is not { } store
                || (await store.ReadAsync().AsTask().WaitAsync(cancellationToken).ConfigureAwait(false) is { } kept
                    && kept.SessionId == input.Seen.SessionId
                    && kept.Scheme == input.Seen.Scheme
                    && kept.Generation <= input.Seen.Generation);
        }
        catch (SessionCoordinationException)
        {
            return false; // The exchange meets the same failure, and says so.
        }
    }

    private static ExchangeKey KeyOf(SessionTokens tokens, TokenNeed need) =>
        new(tokens.SessionId, need.Scheme, need.Audience, ScopeSet.Canonical(need.Scope), need.Forced ? tokens.Generation : null);
}

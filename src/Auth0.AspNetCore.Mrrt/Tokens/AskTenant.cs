using Auth0.AspNetCore.Mrrt.Coordination;
using Auth0.AspNetCore.Mrrt.Tenant;
using Auth0.AspNetCore.Mrrt.TokenEndpoint;

namespace Auth0.AspNetCore.Mrrt.Tokens;

/// <summary>Sends the newest refresh token of a session to the tenant (docs/how-a-refresh-works.md: Exchange). The turn is
/// held.</summary>
internal sealed class AskTenant(TokenClient tokenClient)
{
    /// <summary>Asks whether the tenant may be asked. From here on the callers cannot stop the exchange.</summary>
    /// <param name="timeLeft">What is left of the time limit.</param>
    /// <param name="limit">The whole limit.</param>
    /// <param name="session">The session.</param>
    /// <param name="flight">The callers. The tenant is not asked for callers that have all left.</param>
    /// <returns>Why it may not. Null when it may.</returns>
    public static ExchangeOutcome? Refusal(TimeSpan timeLeft, TimeSpan limit, SessionUnderTurn session, Flight flight) =>
        !CallLimit.IsEnough(timeLeft, limit)
            ? ExchangeOutcome.Beside(
                session, AccessTokenResult.Failed(AccessTokenFailure.Transient, "Reading the session took too long."))
        : !flight.TryBegin()
            ? ExchangeOutcome.Beside(
                session, AccessTokenResult.Failed(AccessTokenFailure.Transient, "Nobody waits for the token any more.")).Silent()
        : null;

    /// <summary>Asks the tenant.</summary>
    /// <param name="tenant">The tenant and client.</param>
    /// <param name="session">The session. It has a refresh token that may be used.</param>
    /// <param name="need">What is needed.</param>
    /// <param name="limit">Ends the call.</param>
    public async Task<TenantAnswer> AskAsync(
        TenantSettings tenant, SessionUnderTurn session, TokenNeed need, CancellationToken limit)
    {
        session.Asking();
        var used = session.Newest;
        var scope = NextGeneration.ScopeToSend(used, need);
        var whole = tenant.Channel.Timeout;
        var answer = await tokenClient.RefreshAsync(
            tenant,
            used.RefreshToken!,
            need.Audience,
            scope,
            limit,
            mayBeSent: () => CallLimit.IsEnough(session.TimeLeft(whole), whole)).ConfigureAwait(false);
        return new TenantAnswer { Answer = answer, UsedTokens = used, SentScope = scope };
    }
}

using Auth0.AspNetCore.Mrrt.Tenant;

namespace Auth0.AspNetCore.Mrrt.Tokens;

/// <summary>Takes over what another server has made when the turn was lost and a commit was refused for it. The tenant is not
/// asked again, and nothing is revoked: a refresh token stands for its whole family.</summary>
internal sealed class LostTurn(TurnWait wait, AnswerOfSession ofSession)
{
    /// <summary>Looks for the answer in what the other server made.</summary>
    /// <param name="tenant">Its time limit for a call is that of a wait.</param>
    /// <param name="session">The session, after the refused commit.</param>
    /// <param name="need">What was needed.</param>
    public async ValueTask<ExchangeOutcome> AdoptAsync(TenantSettings tenant, SessionUnderTurn session, TokenNeed need)
    {
        try
        {
            // The refused commit has read the session.
            await session.ReadAsync().ConfigureAwait(false);
            if (Answer(session, need) is { } known)
            {
                return known;
            }

            await wait.ReloadAsync(tenant, session).ConfigureAwait(false);
        }
        catch (Exception e) when (TurnFailures.Include(e))
        {
            // What is known already is the answer.
        }

        return Answer(session, need) ?? ExchangeOutcome.Beside(
            session, AccessTokenResult.Failed(AccessTokenFailure.Transient, "The session moved on while the token was being obtained."));
    }

    private ExchangeOutcome? Answer(SessionUnderTurn session, TokenNeed need) =>
        ofSession.Of(session, need) is { Result: { Succeeded: true } or { Reason: AccessTokenFailure.SessionEnded } } known ? known : null;
}

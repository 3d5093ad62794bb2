using Auth0.AspNetCore.Mrrt.Tenant;

namespace Auth0.AspNetCore.Mrrt.Tokens;

/// <summary>Confirms that a refresh token is dead when the tenant has rejected it: only then does the session lose it
/// (G9).</summary>
internal sealed class RejectionCheck(TurnWait wait)
{
    /// <summary>Reads the session again.</summary>
    /// <returns>True when the session has ended or has another refresh token by now: the rejected one was used elsewhere.</returns>
    public async ValueTask<bool> IsOutdatedAsync(TenantSettings tenant, SessionUnderTurn session, TenantAnswer rejected)
    {
        await wait.ReloadAsync(tenant, session).ConfigureAwait(false);
        return session.Ended || session.Newest.RefreshToken != rejected.UsedTokens.RefreshToken;
    }
}

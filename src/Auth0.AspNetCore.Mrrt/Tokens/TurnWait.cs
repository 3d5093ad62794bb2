using Auth0.AspNetCore.Mrrt.Coordination;
using Auth0.AspNetCore.Mrrt.Tenant;

namespace Auth0.AspNetCore.Mrrt.Tokens;

/// <summary>Waits for a session's turn, and for its newest state under the turn. Each wait is bounded like a call to the
/// tenant.</summary>
internal sealed class TurnWait(ISessionCoordinator coordinator, TimeProvider time)
{
    /// <summary>Takes the session's turn.</summary>
    /// <param name="tenant">Its time limit for a call is that of the wait.</param>
    /// <param name="sessionId">The session.</param>
    /// <param name="abandoned">Cancelled when nobody waits for the exchange any more.</param>
    public async ValueTask<ISessionTurn> EnterAsync(TenantSettings tenant, string sessionId, CancellationToken abandoned)
    {
        using var patience = new CancellationTokenSource(tenant.Channel.Timeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, abandoned);
        return await coordinator.EnterAsync(sessionId, either.Token).ConfigureAwait(false);
    }

    /// <summary>Reads again what the servers know of the session.</summary>
    /// <param name="tenant">Its time limit for a call is that of the wait.</param>
    /// <param name="session">The session.</param>
    public async ValueTask ReloadAsync(TenantSettings tenant, SessionUnderTurn session)
    {
        using var patience = new CancellationTokenSource(tenant.Channel.Timeout, time);
        await session.ReloadAsync(patience.Token).ConfigureAwait(false);
    }
}

using Auth0.AspNetCore.Mrrt.Coordination;
using Auth0.AspNetCore.Mrrt.Session.Model;
using Auth0.AspNetCore.Mrrt.Session.Store;
using Auth0.AspNetCore.Mrrt.Tenant;
using Auth0.AspNetCore.Mrrt.TokenEndpoint;
using Microsoft.Extensions.Logging;

namespace Auth0.AspNetCore.Mrrt.Tokens;

/// <summary>Revokes a refresh token that came after the end of its session (G8), unless a sign-in continues the session (G16).</summary>
internal sealed class LateTokens(
    ISessionCoordinator coordinator,
    DepartedSessions departed,
    InFlightWork inFlight,
    TokenClient tokenClient,
    TimeProvider time,
    ILogger<LateTokens> logger)
{
    /// <summary>How long a request on another server may take from the end of the session to the sign-in that continues it.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <summary>Hands the tokens to the request that ended the session, or revokes the refresh token. Where other servers share the
    /// sessions, it is revoked later, and nobody waits for that.</summary>
    /// <param name="tenant">The tenant and client that issued the tokens.</param>
    /// <param name="late">The generation that was obtained too late.</param>
    /// <param name="scheme">The login scheme.</param>
    public async Task HandleAsync(TenantSettings tenant, SessionTokens late, string scheme)
    {
        if (departed.TryHandOver(late, () => coordinator.IsShared
            ? RevokeUnlessContinuedAsync(tenant, late, scheme)
            : RevokeAsync(tenant, late, scheme)))
        {
            return;
        }

        if (!coordinator.IsShared)
        {
            await RevokeAsync(tenant, late, scheme).ConfigureAwait(false);
            return;
        }

        var patience = Task.Delay(Patience, time, inFlight.Draining);
        _ = inFlight.RunAsync(async () =>
        {
            await patience.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            return await RevokeUnlessContinuedAsync(tenant, late, scheme).ConfigureAwait(false);
        });
    }

    /// <summary>Under the turn: a sign-in that comes later finds that the refresh token has been used.</summary>
    private async Task<bool> RevokeUnlessContinuedAsync(
        TenantSettings tenant, SessionTokens late, string scheme, bool isLast = false)
    {
        try
        {
            using var limit = new CancellationTokenSource(tenant.Channel.Timeout, time);
            var turn = await coordinator.EnterAsync(late.SessionId, limit.Token).ConfigureAwait(false);
            await using var _ = turn.ConfigureAwait(false);
            if (await ContinuedSession.TryOwnAsync(turn, late.Generation).ConfigureAwait(false))
            {
                await RevokeAsync(tenant, late, scheme).ConfigureAwait(false);
                return true;
            }
        }
        catch (SessionCoordinationException e) when (!isLast && e.RetryAfter is { } rest)
        {
            await Task.Delay(rest, time, inFlight.Draining).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            return await RevokeUnlessContinuedAsync(tenant, late, scheme, isLast: true).ConfigureAwait(false);
        }
        catch (Exception e) when (e is SessionCoordinationException or TimeoutException or OperationCanceledException)
        {
            logger.LateTokenNotRevoked(scheme, e);
        }

        return false;
    }

    private Task RevokeAsync(TenantSettings tenant, SessionTokens late, string scheme)
    {
        logger.SessionEndedMeanwhile(scheme);
        return tokenClient.RevokeAsync(tenant, late.RefreshToken!, CancellationToken.None);
    }
}

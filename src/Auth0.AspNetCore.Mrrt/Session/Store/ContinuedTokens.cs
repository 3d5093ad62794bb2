using Auth0.AspNetCore.Mrrt.Coordination;
using Auth0.AspNetCore.Mrrt.Session.Format;
using Auth0.AspNetCore.Mrrt.Session.Model;
using Auth0.AspNetCore.Mrrt.Session.Ticket;
using Microsoft.Extensions.Logging;

namespace Auth0.AspNetCore.Mrrt.Session.Store;

/// <summary>Gives a new session the newest tokens of the session that its request has ended, when the sign-in brings that
/// session's refresh token (G16). An exchange may be under way that uses this refresh token, on any server.</summary>
internal sealed class ContinuedTokens(
    ISessionCoordinator coordinator, SessionProtector protector, TimeProvider time, ILogger<ContinuedTokens> logger)
{
    /// <summary>Waits for an exchange of the ended session, and writes its tokens into the items of the new session. The refresh
    /// token goes when it has been used already, or when that cannot be told (G4).</summary>
    /// <param name="scheme">The cookie scheme.</param>
    /// <param name="departure">The session that the request has ended.</param>
    /// <param name="items">The items of the sign-in, with the new session's name.</param>
    /// <param name="seen">The tokens that the application may have read.</param>
    public async Task WriteAsync(
        string scheme, DepartedSessions.Departure departure, IDictionary<string, string?> items, SeenTokens seen)
    {
        var signIn = TicketTokens.Read(items);
        if (signIn.RefreshToken is null || !seen.HasRefreshToken(signIn.RefreshToken))
        {
            return; // The application brings a refresh token of its own.
        }

        var (newest, mayUse) = await TakeAsync(scheme, departure).ConfigureAwait(false);
        var tokens = SignInTokens.Of(signIn, newest, seen with { Generations = [newest, .. seen.Generations] });
        TicketTokens.Write(
            new SessionTokens
            {
                SessionId = signIn.SessionId,
                Generation = mayUse ? newest.Generation : newest.Generation + 1, // not the login's own generation any more
                Scheme = signIn.Scheme,
                Primary = tokens.Primary,
                Additional = tokens.Additional,
                AudiencesRefused = tokens.AudiencesRefused,
                Kept = tokens.Kept, // a refresh token may be bound to what a later version keeps there
                RefreshToken = mayUse ? tokens.RefreshToken : null,
                IdToken = tokens.IdToken,
            },
            items);
    }

    /// <summary>Waits for the exchange that is under way, and takes the newest generation.</summary>
    /// <returns>The generation, and whether its refresh token has no other owner.</returns>
    private async Task<(SessionTokens Newest, bool MayUse)> TakeAsync(string scheme, DepartedSessions.Departure departure)
    {
        try
        {
            using var patience = new CancellationTokenSource(SessionSignIns.Patience, time);
            var turn = await coordinator.EnterAsync(departure.Newest.SessionId, patience.Token).ConfigureAwait(false);
            await using var _ = turn.ConfigureAwait(false);
            var known = departure.Take(out var isFirst);
            var newest = protector.Newer(known, turn.Newest) ?? known;
            if (isFirst && await ContinuedSession.TryOwnAsync(turn, newest.Generation).ConfigureAwait(false))
            {
                departure.Own();
                return (newest, true);
            }

            logger.RefreshTokenNotContinued(scheme, exception: null);
            return (newest, false);
        }
        catch (Exception e) when (e is SessionCoordinationException or TimeoutException or OperationCanceledException)
        {
            logger.RefreshTokenNotContinued(scheme, e);
            return (departure.Take(out var _), false);
        }
    }
}

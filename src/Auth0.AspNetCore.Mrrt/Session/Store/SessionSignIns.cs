using System.Security.Claims;
using Auth0.AspNetCore.Mrrt.Coordination;
using Auth0.AspNetCore.Mrrt.Session.Format;
using Auth0.AspNetCore.Mrrt.Session.Model;
using Auth0.AspNetCore.Mrrt.Session.Request;
using Auth0.AspNetCore.Mrrt.Session.Ticket;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Logging;

namespace Auth0.AspNetCore.Mrrt.Session.Store;

/// <summary>Makes a sign-in within a session a generation of it, under the session's turn (G15). An exchange that is under way
/// commits before, and one that comes later starts from the sign-in.</summary>
internal sealed class SessionSignIns(
    ISessionCoordinator coordinator,
    SessionProtector protector,
    DepartedSessions departed,
    TimeProvider time,
    ILogger<SessionSignIns> logger)
{
    /// <summary>Longer than an exchange takes. A sign-in that gets no turn in this time is kept in its ticket alone.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private const int MostAttempts = 3;

    /// <summary>Commits the sign-in, and writes its generation into its properties.</summary>
    /// <param name="scheme">The cookie scheme.</param>
    /// <param name="principal">The user, as the ticket will hold it.</param>
    /// <param name="properties">The properties of the sign-in.</param>
    /// <param name="life">How long the cookies of the session before the sign-in last.</param>
    /// <param name="seen">The tokens that the application may have read.</param>
    /// <returns>The turn, to be held until the ticket is written. Null when the sign-in is no generation: the servers are out of
    /// reach, or the session's newest tokens are not known.</returns>
    /// <exception cref="SessionEndedException">The session has ended meanwhile.</exception>
    public async ValueTask<IAsyncDisposable?> CommitAsync(
        string scheme, ClaimsPrincipal principal, AuthenticationProperties properties, CookieLife life, SeenTokens seen)
    {
        ISessionTurn? turn = null;
        try
        {
            using var patience = new CancellationTokenSource(Patience, time);
            turn = await coordinator.EnterAsync(seen.Generations[0].SessionId, patience.Token).ConfigureAwait(false);
            for (var attempt = 0; attempt < MostAttempts; attempt++)
            {
                if (turn.Ended)
                {
                    throw new SessionEndedException();
                }

                if (Next(turn, properties, seen) is not { } next)
                {
                    DropUsedRefreshToken(properties, seen);
                    break;
                }

                var ticket = SignInTicket.Write(principal, properties, scheme);
                var record = protector.Protect(
                    next.With(next.SignIn with { Ticket = ticket }), life.LastExpires(time.GetUtcNow()), mustKeep: false);
                if (await turn.CommitAsync(record, CancellationToken.None).ConfigureAwait(false))
                {
                    TicketTokens.Write(next, properties.Items);
                    departed.Tell(next);
                    var held = turn;
                    turn = null;
                    return held;
                }

                await turn.ReloadAsync(patience.Token).ConfigureAwait(false);
            }
        }
        catch (Exception e) when (e is SessionCoordinationException or TimeoutException or OperationCanceledException)
        {
            if (coordinator.HasEnded(seen.Generations[0].SessionId))
            {
                throw new SessionEndedException();
            }

            logger.SignInNotCommitted(scheme, e);
        }
        finally
        {
            if (turn is not null)
            {
                await turn.DisposeAsync().ConfigureAwait(false);
            }
        }

        if (turn is not null)
        {
            logger.SignInNotCommitted(scheme, exception: null);
        }

        return null;
    }

    /// <summary>The sign-in may give its cookie a longer life than the number that tells its refresh token apart as used (G4). A refresh
    /// token that the application has put there is its own.</summary>
    private static void DropUsedRefreshToken(AuthenticationProperties properties, SeenTokens seen)
    {
        var tokens = TicketTokens.Read(properties.Items);
        if (tokens.RefreshToken is { } refreshToken && seen.HasRefreshToken(refreshToken))
        {
            TicketTokens.Write(tokens.WithoutRefreshToken(), properties.Items);
        }
    }

    private SessionTokens? Next(ISessionTurn turn, AuthenticationProperties properties, SeenTokens seen)
    {
        var newest = protector.Newer(seen.Generations[0], turn.Newest) ?? seen.Generations[0];
        if (newest.Generation < turn.NewestGeneration)
        {
            return null; // Its record is gone, and the tokens at hand have been used. They must not look new (G4).
        }

        var tokens = SignInTokens.Of(TicketTokens.Read(properties.Items), newest, seen);
        var next = tokens.Next(
            tokens.Primary, tokens.Additional, tokens.PackedRefreshToken, tokens.PackedIdToken, tokens.AudiencesRefused);
        return next.With(new SignInMark(next.Generation, newest.SignIn.Count + 1, default));
    }
}

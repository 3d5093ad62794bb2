using Auth0.AspNetCore.Mrrt.Coordination;
using Microsoft.AspNetCore.Authentication;

namespace Auth0.AspNetCore.Mrrt.Session;

/// <summary>What the coordinator knows of a session, in tokens instead of sealed records.</summary>
internal sealed class LiveSessions(ISessionCoordinator coordinator, SessionSeal seal)
{
    public bool HasEnded(SessionTokens tokens) => coordinator.Peek(tokens.SessionId).Ended;

    /// <summary>Lets the request take over what it missed, or notes that its browser missed nothing.</summary>
    public void BringUpToDate(RequestSession session)
    {
        var tokens = session.Tokens;
        var standing = coordinator.Peek(tokens.SessionId);
        if (Newer(tokens, standing) is { } newest)
        {
            session.Adopt(newest);
        }
        else if (standing.Newest is not null && !session.Renewed)
        {
            coordinator.CaughtUp(tokens.SessionId, tokens.Generation);
        }
    }

    /// <summary>The newest of what a ticket holds and what is remembered.</summary>
    public SessionTokens Newest(SessionTokens tokens) => Newer(tokens, coordinator.Peek(tokens.SessionId)) ?? tokens;

    /// <summary>Ends the session of a ticket for good. One without a mark and without tokens is known to nobody
    /// else.</summary>
    public async ValueTask EndAsync(AuthenticationTicket? ticket)
    {
        if (ticket is not null && TicketTokens.Read(ticket.Properties.Items) is { HasIdentity: true } tokens)
        {
            await coordinator.EndAsync(tokens.SessionId, ticket.Properties.ExpiresUtc, CancellationToken.None)
                .ConfigureAwait(false);
        }
    }

    private SessionTokens? Newer(SessionTokens tokens, SessionStanding standing) =>
        standing.Newest?.Generation > tokens.Generation ? seal.Open(tokens.SessionId, standing.Newest) : null;
}

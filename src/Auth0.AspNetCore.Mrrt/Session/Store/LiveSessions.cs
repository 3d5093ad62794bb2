using Auth0.AspNetCore.Mrrt.Coordination;
using Auth0.AspNetCore.Mrrt.Session.Format;
using Auth0.AspNetCore.Mrrt.Session.Model;
using Auth0.AspNetCore.Mrrt.Session.Request;
using Auth0.AspNetCore.Mrrt.Session.Ticket;
using Microsoft.AspNetCore.Authentication;

namespace Auth0.AspNetCore.Mrrt.Session.Store;

/// <summary>What the coordinator knows of a session, in tokens instead of sealed records.</summary>
internal sealed class LiveSessions(
    ISessionCoordinator coordinator, SessionProtector protector, DepartedSessions departed, OtherProcess others, TimeProvider time)
{
    private readonly EndQuestions _questions = new(coordinator, time);

    /// <summary>Whether it is known here that the session has ended.</summary>
    public bool HasEnded(SessionTokens tokens) => HasEnded(tokens.SessionId);

    /// <summary>The same by the session's name.</summary>
    public bool HasEnded(string sessionId) => coordinator.HasEnded(sessionId);

    /// <summary>True when this server may have forgotten the session's end, and other servers may know it. Then
    /// <see cref="HasEndedElsewhereAsync"/> is asked before the session is opened.</summary>
    public bool MayHaveForgotten(SessionTokens tokens) =>
        tokens.HasIdentity && coordinator.MayHaveForgotten(tokens.SessionId) && coordinator.IsShared;

    /// <summary>True when any server knows that the session has ended, as of a second ago at most.</summary>
    public Task<bool> HasEndedElsewhereAsync(SessionTokens tokens) => _questions.HasEndedAsync(tokens.SessionId);

    /// <summary>A session has begun on this server. It may have tokens of an earlier session.</summary>
    public void Begun(IDictionary<string, string?> items)
    {
        if (items.TryGetValue(TicketItems.Generation, out var generation) && generation is not (null or "0"))
        {
            others.SessionBeganWithTokens();
        }
    }

    /// <summary>What is known here of the session.</summary>
    public SessionStatus Peek(SessionTokens tokens) => coordinator.Peek(tokens.SessionId);

    /// <summary>Lets the request take over what it missed, or notes that its browser missed nothing.</summary>
    public void BringUpToDate(RequestSession session) =>
        BringUpToDate(session, Peek(session.Tokens));

    /// <summary>The same with what any server knows, before the session's cookie is handed out again.</summary>
    /// <returns>Whether it may be handed out, and prolonged.</returns>
    public async ValueTask<SessionStanding> BringUpToDateEverywhereAsync(RequestSession session)
    {
        var standing = SessionStanding.Open;
        SessionStatus status;
        try
        {
            status = await coordinator.GetStatusAsync(session.Tokens.SessionId, CancellationToken.None)
                .ConfigureAwait(false);
        }
        catch (Exception e) when (e is SessionCoordinationException or TimeoutException)
        {
            // What this server knows has to do: withholding the cookie would lose the tokens that it alone has.
            status = coordinator.Peek(session.Tokens.SessionId);
            standing = SessionStanding.Unknown;
        }

        if (status.Ended)
        {
            return SessionStanding.Ended;
        }

        BringUpToDate(session, status);
        return standing;
    }

    /// <summary>The same with what was known a moment ago.</summary>
    public void BringUpToDate(RequestSession session, SessionStatus status)
    {
        var current = session.Current;
        var tokens = current.Tokens;
        if (tokens.Generation > status.NewestGeneration)
        {
            others.Look(tokens);
        }

        if (Newer(tokens, status) is { } newest)
        {
            session.Adopt(newest);
        }
        else if (status.Newest is not null && !current.Renewed && tokens.SignIn.Count == 0)
        {
            // After a sign-in within the session an older cookie must meet the record, however late it comes (G15).
            coordinator.Acknowledge(tokens.SessionId, tokens.Generation);
        }
    }

    /// <summary>The newest of what a ticket holds and what is remembered.</summary>
    public SessionTokens Newest(SessionTokens tokens) => Newer(tokens, Peek(tokens)) ?? tokens;

    /// <summary>Ends the session of a ticket for good. One without a mark and without tokens is known to nobody
    /// else.</summary>
    public async ValueTask EndAsync(AuthenticationTicket? ticket, DateTimeOffset? until)
    {
        if (ticket is not null && TicketTokens.Read(ticket.Properties.Items) is { HasIdentity: true } tokens)
        {
            await EndAsync(tokens.SessionId, until).ConfigureAwait(false);
        }
    }

    /// <summary>Ends a session for good. The request that ends it may continue it (G16), and needs a generation of which this
    /// server has not heard.</summary>
    public async ValueTask EndAsync(
        string sessionId, DateTimeOffset? until, CancellationToken cancellationToken = default)
    {
        var newest = await coordinator.EndAsync(sessionId, until, cancellationToken).ConfigureAwait(false);
        if (departed.Find(sessionId) is not null && protector.Unprotect(sessionId, newest) is { } tokens)
        {
            departed.Tell(tokens);
        }
    }

    private SessionTokens? Newer(SessionTokens tokens, SessionStatus status) =>
        protector.Newer(tokens, status.Newest);
}

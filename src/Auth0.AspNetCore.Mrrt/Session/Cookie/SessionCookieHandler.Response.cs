using Auth0.AspNetCore.Mrrt.Coordination;
using Auth0.AspNetCore.Mrrt.Session.Request;
using Auth0.AspNetCore.Mrrt.Session.Store;
using Auth0.AspNetCore.Mrrt.Session.Ticket;
using Microsoft.AspNetCore.Authentication;

namespace Auth0.AspNetCore.Mrrt.Session.Cookie;

/// <summary>How a response carries the session: what it knows more of than its request brought, once, and nothing of a session
/// that has ended.</summary>
internal sealed partial class SessionCookieHandler
{
    /// <summary>Runs when the response starts: the last moment at which it can carry the session, and the only one.</summary>
    protected override async Task FinishResponseAsync()
    {
        if (_anew is not null)
        {
            return; // the other handler finishes the response
        }

        if (Session is not { } session)
        {
            await base.FinishResponseAsync().ConfigureAwait(false);
            return;
        }

        if (session.Closed || sessions.HasEnded(session.Tokens))
        {
            return; // neither our write nor the framework's renewal may bring back what has ended
        }

        sessions.BringUpToDate(session);
        if ((session.Prolongs || MustWrite(session))
            && !await sessions.BringUpToDateEverywhereAsync(session).ConfigureAwait(false))
        {
            return;
        }

        if (session.IsTicketReplaced)
        {
            return; // the response of the newer sign-in carries the session
        }

        await (MustWrite(session) ? WriteAsync(session) : base.FinishResponseAsync()).ConfigureAwait(false);
        await RemoveIfEndedAsync(session).ConfigureAwait(false);
    }

    /// <summary>Whoever signed out while the ticket was being renewed has removed it before.</summary>
    private async Task RemoveIfEndedAsync(RequestSession session)
    {
        try
        {
            if (sessions.HasEnded(session.Tokens) && FindKeeper(Context) is { } keeper)
            {
                await keeper.RemoveIfEndedAsync(session.Tokens).ConfigureAwait(false);
            }
        }
        catch (SessionCoordinationException e)
        {
            Logger.SessionNotWritten(Scheme.Name, e);
        }
    }

    /// <summary>A session that lives in its cookie is written by each response that knows more than its request brought;
    /// one that lives elsewhere only if the exchange could not write it there, or if the framework is about to renew the
    /// ticket with the tokens that the request began with.</summary>
    private bool MustWrite(RequestSession session) => session.Renewed && Options.SessionStore switch
    {
        null => true,
        SealedTicketStore => false,
        _ => !session.Kept || session.Prolongs,
    };

    /// <summary>Puts the newest generation on the response, with the principal as it was stored: what the
    /// application's claims transformation adds is made anew for each request and must not pile up.</summary>
    private async Task WriteAsync(RequestSession session)
    {
        try
        {
            if (await CurrentAsync().ConfigureAwait(false) is not { } ticket)
            {
                return; // gone
            }

            var stored = TicketTokens.Read(ticket.Properties.Items);
            if (stored.SignIn.Generation > session.SignInOfTicket
                || (stored.Generation >= session.Tokens.Generation && !session.Prolongs && session.TakenOver is null))
            {
                return; // written meanwhile
            }

            var tokens = stored.Generation > session.Tokens.Generation ? stored : session.Tokens;
            var properties = ticket.Properties.Clone();
            TicketTokens.Write(tokens, properties.Items);
            if (session.Prolongs)
            {
                Prolong(properties);
            }

            SessionCookieEvents.MarkTokenWrite(properties);
            await Context.SignInAsync(Scheme.Name, storedPrincipal.Of(ticket, tokens), properties)
                .ConfigureAwait(false);
        }
        catch (Exception e)
        {
            // The response goes out all the same: the coordinator's record carries the tokens to the next request.
            Logger.SessionNotWritten(Scheme.Name, e);
        }
    }

    /// <summary>A token write does not prolong the session. When the session slides, or the application renews it, the same cookie
    /// carries the new life.</summary>
    private void Prolong(AuthenticationProperties properties)
    {
        if (properties is { IssuedUtc: { } issued, ExpiresUtc: { } expires })
        {
            properties.IssuedUtc = TimeProvider.GetUtcNow();
            properties.ExpiresUtc = Moments.Add(properties.IssuedUtc.Value, expires - issued);
            SessionCeiling.Cap(properties, expires);
        }
    }
}

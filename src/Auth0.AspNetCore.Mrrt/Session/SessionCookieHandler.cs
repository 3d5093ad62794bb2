using System.Text.Encodings.Web;
using Auth0.AspNetCore.Mrrt.Coordination;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Auth0.AspNetCore.Mrrt.Session;

/// <summary>
/// The framework's cookie handler for a cookie that holds tokens which change while requests are under way: a request
/// that brings an older generation takes over the newest, its response carries the newest, and an ended session stays
/// ended.
/// </summary>
internal sealed partial class SessionCookieHandler(
    IOptionsMonitor<CookieAuthenticationOptions> options,
    ILoggerFactory loggerFactory,
    UrlEncoder encoder,
    LiveSessions sessions,
    StoredPrincipal storedPrincipal) : CookieAuthenticationHandler(options, loggerFactory, encoder)
{
    private bool _slides;
    private RequestSession? _opened;

    private RequestSession? Session => RequestSessions.Known(Context, Scheme.Name);

    /// <summary>A ticket store of the application's own, which does not know of generations.</summary>
    private ITicketStore? ApplicationStore => Options.SessionStore is SealedTicketStore ? null : Options.SessionStore;

    protected override async Task InitializeEventsAsync()
    {
        await base.InitializeEventsAsync().ConfigureAwait(false);
        Events = new SessionCookieEvents(Events, this);
    }

    protected override Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        var framework = base.HandleAuthenticateAsync();
        return framework.IsCompletedSuccessfully && framework.Result is var result && HandOut(result) is var own
            ? ReferenceEquals(own, result) ? framework : Task.FromResult(own)
            : WaitAsync();

        async Task<AuthenticateResult> WaitAsync() => HandOut(await framework.ConfigureAwait(false));
    }

    /// <summary>Lets the view of the request follow what it is given, and what it is given follow the view.</summary>
    private AuthenticateResult HandOut(AuthenticateResult result)
    {
        if (!result.Succeeded || Session is not { Closed: false } session)
        {
            return result;
        }

        // A ticket of an application's store may be in the hands of other requests, too.
        var ownTicket = ApplicationStore is null && result.Properties!.Items is SessionItems;
        session.Items = ownTicket ? (SessionItems)result.Properties!.Items : new SessionItems(result.Properties!.Items);
        if (session.Renewed)
        {
            session.Items.Renew(session.Tokens);
        }

        return ownTicket ? result : AuthenticateResult.Success(new AuthenticationTicket(
            result.Principal, new AuthenticationProperties(session.Items, result.Properties.Parameters), Scheme.Name));
    }

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
        if ((_slides || MustWrite(session))
            && !await sessions.BringUpToDateEverywhereAsync(session).ConfigureAwait(false))
        {
            return;
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
        _ => !session.Kept || _slides,
    };

    internal async Task CheckSlidingExpirationAsync(
        CookieSlidingExpirationContext context, CookieAuthenticationEvents application)
    {
        if (!TryOpen(context.Properties))
        {
            context.ShouldRenew = false;
            return;
        }

        try
        {
            await application.CheckSlidingExpiration(context).ConfigureAwait(false);
        }
        catch
        {
            Session?.Close();
            throw;
        }

        context.ShouldRenew &= !SessionCeiling.IsReached(context.Properties);
        _slides = context.ShouldRenew;
    }

    internal async Task ValidateAsync(CookieValidatePrincipalContext context, CookieAuthenticationEvents application)
    {
        if (!TryOpen(context.Properties))
        {
            context.RejectPrincipal();
            return;
        }

        try
        {
            await application.ValidatePrincipal(context).ConfigureAwait(false);
        }
        catch
        {
            // Who cannot say whether the user is welcome has not said so: whatever handles this finds nobody signed in.
            Session?.Close();
            throw;
        }

        if (context.Principal is null)
        {
            Session?.Close();
        }
        else if (context.ShouldRenew)
        {
            Session?.Replacement = new AuthenticationTicket(
                PrincipalCopy.Of(context.Principal), context.Properties.Clone(), Scheme.Name);
        }
    }

    /// <summary>Opens the request's view before any code of the application runs, which may ask for tokens from here
    /// on. Not for a session that has ended.</summary>
    private bool TryOpen(AuthenticationProperties properties)
    {
        if (Session is { } known)
        {
            // A view of a sign-in in this request is none of the ticket that the request brought.
            return !known.Closed && (ReferenceEquals(known, _opened) || IsOf(known, properties));
        }

        var tokens = TicketTokens.Read(properties.Items);
        if (sessions.HasEnded(tokens) || SessionCeiling.IsOver(properties, TimeProvider.GetUtcNow()))
        {
            return false;
        }

        var session = new RequestSession(tokens)
        {
            FindKeeper = ApplicationStore is null ? null : FindKeeper,
            EndsAt = SessionCeiling.End(properties),
        };
        _opened = session;
        RequestSessions.Replace(Context, Scheme.Name, session);
        sessions.BringUpToDate(session);
        if (session.Renewed && Options.SessionStore is null)
        {
            // A ticket out of the cookie is this request's alone; a store may hand the same one to many.
            TicketTokens.Write(session.Tokens, properties.Items);
        }

        return true;
    }

    private static bool IsOf(RequestSession session, AuthenticationProperties properties) =>
        TicketTokens.Read(properties.Items) is { HasIdentity: true } tokens && tokens.SessionId == session.Tokens.SessionId;

    private TicketKeeper? FindKeeper(HttpContext httpContext) =>
        ApplicationStore is { } store
        && StoredTicket.StoreKey(httpContext, Options) is { } key
            ? new TicketKeeper(store, key, storedPrincipal, sessions)
            : null;

    /// <summary>The ticket of the session that the request belongs to: of a sign-in in this request, or its own.</summary>
    private async Task<AuthenticationTicket?> CurrentAsync() =>
        Session?.Replacement ?? await StoredTicket.ReadAsync(Context, Options).ConfigureAwait(false);

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
            if (stored.Generation >= session.Tokens.Generation && !_slides)
            {
                return; // written meanwhile
            }

            var tokens = stored.Generation > session.Tokens.Generation ? stored : session.Tokens;
            var properties = ticket.Properties.Clone();
            TicketTokens.Write(tokens, properties.Items);
            Slide(properties);
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

    /// <summary>A token write prolongs nothing; where the framework has decided that the session slides, it does so in
    /// the same cookie.</summary>
    private void Slide(AuthenticationProperties properties)
    {
        if (_slides && properties is { IssuedUtc: { } issued, ExpiresUtc: { } expires })
        {
            properties.IssuedUtc = TimeProvider.GetUtcNow();
            properties.ExpiresUtc = properties.IssuedUtc + (expires - issued);
            SessionCeiling.Cap(properties, expires);
        }
    }
}

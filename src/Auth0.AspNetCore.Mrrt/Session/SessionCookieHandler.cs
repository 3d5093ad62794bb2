using System.Security.Claims;
using System.Text.Encodings.Web;
using Auth0.AspNetCore.Mrrt.Coordination;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Auth0.AspNetCore.Mrrt.Session;

/// <summary>
/// The framework's cookie handler for a cookie that holds tokens which change while requests are under way: a request
/// that brings an older generation takes over the newest, its response carries the newest, and an ended session stays
/// ended.
/// </summary>
internal sealed class SessionCookieHandler(
    IOptionsMonitor<CookieAuthenticationOptions> options,
    ILoggerFactory loggerFactory,
    UrlEncoder encoder,
    LiveSessions sessions,
    StoredPrincipal storedPrincipal) : CookieAuthenticationHandler(options, loggerFactory, encoder)
{
    /// <summary>For a response that decided to renew the cookie just before the session ended.</summary>
    private static readonly TimeSpan LateRenewal = TimeSpan.FromMinutes(1);

    private bool _slides;
    private bool _begins;
    private SessionCookieHandler? _anew;

    private RequestSession? Session => RequestSessions.Known(Context, Scheme.Name);

    protected override async Task InitializeEventsAsync()
    {
        await base.InitializeEventsAsync().ConfigureAwait(false);
        Events = new SessionCookieEvents(Events, CheckSlidingExpirationAsync, ValidateAsync);
    }

    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        var result = await base.HandleAuthenticateAsync().ConfigureAwait(false);
        if (!result.Succeeded || Session is not { Closed: false } session)
        {
            return result;
        }

        session.Items = new SessionItems(result.Properties!.Items);
        if (session.Renewed)
        {
            session.Items.Renew(session.Tokens);
        }

        return AuthenticateResult.Success(new AuthenticationTicket(
            result.Principal, new AuthenticationProperties(session.Items, result.Properties.Parameters), Scheme.Name));
    }

    protected override async Task HandleSignInAsync(ClaimsPrincipal user, AuthenticationProperties? properties)
    {
        properties ??= new AuthenticationProperties();
        if (_anew is not null)
        {
            await _anew.SignInAsync(user, properties).ConfigureAwait(false);
            return;
        }

        if (SessionCookieEvents.IsTokenWrite(properties))
        {
            await base.HandleSignInAsync(user, properties).ConfigureAwait(false);
            return;
        }

        var ticket = _begins ? null : await CurrentAsync().ConfigureAwait(false);
        if (ticket is not null)
        {
            var previous = TicketTokens.Read(ticket.Properties.Items);
            if (Session is { Closed: true } || TicketTokens.Read(properties.Items).SessionId != previous.SessionId)
            {
                await EndPreviousAsync(ticket, properties.Items).ConfigureAwait(false);
                if (Options.SessionStore is not null)
                {
                    await SignInAnewAsync(user, properties).ConfigureAwait(false);
                    return;
                }
            }
            else if (!TryContinue(previous, properties.Items))
            {
                Logger.SignInToEndedSession(Scheme.Name);
                return;
            }
        }
        else if (!_begins
            && Options.SessionStore is not null
            && StoredTicket.StoreKey(Context, Options) is not null)
        {
            await SignInAfterEndAsync(user, properties).ConfigureAwait(false);
            return;
        }

        SessionIdentity.Mark(properties.Items);
        await base.HandleSignInAsync(user, properties).ConfigureAwait(false);
        RequestSessions.Replace(
            Context,
            Scheme.Name,
            new RequestSession(TicketTokens.Read(properties.Items))
            {
                Replacement = new AuthenticationTicket(PrincipalCopy.Of(user), properties.Clone(), Scheme.Name),
            });
    }

    protected override async Task HandleSignOutAsync(AuthenticationProperties? properties)
    {
        await EndAsync(await CurrentAsync().ConfigureAwait(false)).ConfigureAwait(false);
        Session?.Close();
        await base.HandleSignOutAsync(properties).ConfigureAwait(false);
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

    private async Task CheckSlidingExpirationAsync(
        CookieSlidingExpirationContext context, CookieAuthenticationEvents application)
    {
        if (!TryOpen(context.Properties))
        {
            context.ShouldRenew = false;
            return;
        }

        await application.CheckSlidingExpiration(context).ConfigureAwait(false);
        _slides = context.ShouldRenew;
    }

    private async Task ValidateAsync(CookieValidatePrincipalContext context, CookieAuthenticationEvents application)
    {
        if (!TryOpen(context.Properties))
        {
            context.RejectPrincipal();
            return;
        }

        await application.ValidatePrincipal(context).ConfigureAwait(false);
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
            return !known.Closed;
        }

        var tokens = TicketTokens.Read(properties.Items);
        if (sessions.HasEnded(tokens))
        {
            return false;
        }

        var session = new RequestSession(tokens)
        {
            FindKeeper = FindKeeper,
        };
        RequestSessions.Replace(Context, Scheme.Name, session);
        sessions.BringUpToDate(session);
        if (session.Renewed && Options.SessionStore is null)
        {
            // A ticket out of the cookie is this request's alone; a store may hand the same one to many.
            TicketTokens.Write(session.Tokens, properties.Items);
        }

        return true;
    }

    private TicketKeeper? FindKeeper(HttpContext httpContext) =>
        Options.SessionStore is { } store and not SealedTicketStore
        && StoredTicket.StoreKey(httpContext, Options) is { } key
            ? new TicketKeeper(store, key, storedPrincipal, sessions)
            : null;

    /// <summary>Signing in with the items of the request's own session continues it, with its newest tokens.</summary>
    /// <returns>Whether there is a session to continue; not when it was ended elsewhere.</returns>
    private bool TryContinue(SessionTokens previous, IDictionary<string, string?> items)
    {
        items[TicketItems.SessionId] = previous.SessionId;
        var newest = sessions.Newest(Session?.Tokens ?? previous);
        if (newest.Generation > TicketTokens.Read(items).Generation)
        {
            TicketTokens.Write(newest, items);
        }

        return !sessions.HasEnded(previous);
    }

    /// <summary>Signing in with anything else is a new session, and the one before has ended.</summary>
    private async Task EndPreviousAsync(AuthenticationTicket previous, IDictionary<string, string?> items)
    {
        await EndAsync(previous).ConfigureAwait(false);
        if (Session is { Closed: true })
        {
            items[TicketItems.SessionId] = SessionIdentity.Create(); // signed out in this request, and in again
        }

        Session?.Close(); // what the application does while it signs in is given none of its tokens
        if (Options.SessionStore is not (null or SealedTicketStore)
            && StoredTicket.StoreKey(Context, Options) is { } key)
        {
            await Options.SessionStore.RemoveAsync(key).ConfigureAwait(false);
        }
    }

    /// <summary>Ends the session of a ticket. Another response may have renewed the cookie that this request brought: the
    /// end is remembered until the last one that can be around expires.</summary>
    private ValueTask EndAsync(AuthenticationTicket? ticket)
    {
        if (ticket?.Properties is not { ExpiresUtc: { } expires, IssuedUtc: { } issued })
        {
            return sessions.EndAsync(ticket, ticket?.Properties.ExpiresUtc);
        }

        var life = expires - issued > Options.ExpireTimeSpan ? expires - issued : Options.ExpireTimeSpan;
        var renewed = TimeProvider.GetUtcNow() + life + LateRenewal;
        return sessions.EndAsync(ticket, renewed > expires ? renewed : expires);
    }

    /// <summary>The session that the request's handle names has gone from its store, through a sign-out in this request or
    /// in another.</summary>
    private async Task SignInAfterEndAsync(ClaimsPrincipal user, AuthenticationProperties properties)
    {
        if (sessions.HasEnded(TicketTokens.Read(properties.Items)))
        {
            if (Session is not { Closed: true })
            {
                Logger.SignInToEndedSession(Scheme.Name);
                return;
            }

            properties.Items[TicketItems.SessionId] = SessionIdentity.Create(); // signed out in this request, and in again
        }

        await SignInAnewAsync(user, properties).ConfigureAwait(false);
    }

    /// <summary>The framework's handler keeps the store's key of the session that it has read, and would put the new
    /// session under it, where who holds an older cookie finds it (session fixation). Another instance reads the ended
    /// session as none and asks the store for a new key.</summary>
    private async Task SignInAnewAsync(ClaimsPrincipal user, AuthenticationProperties properties)
    {
        var anew = Context.RequestServices.GetRequiredService<SessionCookieHandler>();
        anew._begins = true;
        await anew.InitializeAsync(Scheme, Context).ConfigureAwait(false);
        _anew = anew;
        await anew.SignInAsync(user, properties).ConfigureAwait(false);
        anew._begins = false;
    }

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
        }
    }
}

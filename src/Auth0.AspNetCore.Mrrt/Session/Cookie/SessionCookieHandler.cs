using System.Text.Encodings.Web;
using Auth0.AspNetCore.Mrrt.Session.Format;
using Auth0.AspNetCore.Mrrt.Session.Request;
using Auth0.AspNetCore.Mrrt.Session.Store;
using Auth0.AspNetCore.Mrrt.Session.Ticket;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Auth0.AspNetCore.Mrrt.Session.Cookie;

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
    SessionSignIns signIns,
    StoredPrincipal storedPrincipal) : CookieAuthenticationHandler(options, loggerFactory, encoder)
{
    private RequestSessions? _sessions;

    private RequestSession? Session => (_sessions ??= RequestSessions.Of(Context, Scheme.Name))?.Session;

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
            : WaitAsync(framework);

        async Task<AuthenticateResult> WaitAsync(Task<AuthenticateResult> framework) =>
            HandOut(await framework.ConfigureAwait(false));
    }

    /// <summary>Lets the view of the request follow what it is given, and what it is given follow the view.</summary>
    private AuthenticateResult HandOut(AuthenticateResult result)
    {
        if (!result.Succeeded || Session is not { Closed: false } session)
        {
            return result;
        }

        if (session.TakenOver is { } newer)
        {
            session.Items = (SessionItems)newer.Properties.Items;
            return AuthenticateResult.Success(new AuthenticationTicket(result.Principal, newer.Properties, Scheme.Name));
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

    internal async Task CheckSlidingExpirationAsync(
        CookieSlidingExpirationContext context, CookieAuthenticationEvents application)
    {
        if (!TryOpen(context.Properties) || Session?.TakenOver is not null)
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

        context.ShouldRenew = context.ShouldRenew && !SessionCeiling.IsReached(context.Properties);
        if (context.ShouldRenew)
        {
            WillRenew(context.Properties);
        }
    }

    /// <summary>The response will carry a renewed ticket, with a life that begins now.</summary>
    private void WillRenew(AuthenticationProperties properties)
    {
        Session?.Prolongs = true;
        if (properties is { IssuedUtc: { } issued, ExpiresUtc: { } expires })
        {
            Session?.EndsAt = SessionCeiling.End(properties, Moments.Add(TimeProvider.GetUtcNow(), expires - issued));
        }
    }

    internal async Task ValidateAsync(CookieValidatePrincipalContext context, CookieAuthenticationEvents application)
    {
        if (!TryOpen(context.Properties))
        {
            context.RejectPrincipal();
            return;
        }

        var properties = context.Properties;
        if (Session?.TakenOver is { } newer)
        {
            context.ReplacePrincipal(PrincipalCopy.Of(newer.Principal));
            properties = newer.Properties;
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
                PrincipalCopy.Of(context.Principal), properties.Clone(), Scheme.Name);
            WillRenew(properties);
        }
    }

    /// <summary>Opens the request's view before any code of the application runs, which may ask for tokens from here
    /// on. Not for a session that has ended.</summary>
    private bool TryOpen(AuthenticationProperties properties)
    {
        if (Session is { } known)
        {
            // A view of a sign-in in this request is none of the ticket that the request brought.
            return !known.Closed && (known.IsOfRequest || IsOf(known, properties));
        }

        var tokens = TicketTokens.Read(properties.Items);
        var standing = sessions.Peek(tokens);
        if (standing.Ended || SessionCeiling.End(properties) <= TimeProvider.GetUtcNow())
        {
            return false;
        }

        var session = new RequestSession(tokens)
        {
            IsOfRequest = true,
            FindKeeper = ApplicationStore is null ? null : FindKeeper,
            EndsAt = SessionCeiling.End(properties, properties.ExpiresUtc),
        };
        _sessions = RequestSessions.Replace(Context, Scheme.Name, session);
        sessions.BringUpToDate(session, standing);
        if (session.IsTicketReplaced && SignInTicket.Newer(session.Tokens, session.SignInOfTicket, Scheme.Name) is { } newer)
        {
            session.TakeOver(newer);
            if (session.EndsAt <= TimeProvider.GetUtcNow())
            {
                session.Close();
                return false; // the sign-in has shortened the session
            }
        }

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
}

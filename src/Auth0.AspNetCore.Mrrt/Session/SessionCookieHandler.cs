using System.Security.Claims;
using System.Text.Encodings.Web;
using Auth0.AspNetCore.Mrrt.Coordination;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
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
    ISessionCoordinator coordinator,
    IOptionsMonitor<Auth0WebAppWithAccessTokenOptions> accessTokens,
    SessionSeal seal) : CookieAuthenticationHandler(options, loggerFactory, encoder)
{
    private const string StoreKeyClaim = "Microsoft.AspNetCore.Authentication.Cookies-SessionId";

    protected override async Task InitializeEventsAsync()
    {
        await base.InitializeEventsAsync().ConfigureAwait(false);
        Events = new SessionCookieEvents(Events, ValidateAsync);
    }

    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        var result = await base.HandleAuthenticateAsync().ConfigureAwait(false);
        if (!result.Succeeded || RequestSessions.Known(Context, Scheme.Name) is not { Closed: false } session)
        {
            return result;
        }

        session.Items = new SessionItems(result.Properties!.Items);
        if (session.Tokens.Generation > TicketTokens.Read(session.Items).Generation)
        {
            session.Items.Renew(session.Tokens);
        }

        return AuthenticateResult.Success(new AuthenticationTicket(
            result.Principal, new AuthenticationProperties(session.Items, result.Properties.Parameters), Scheme.Name));
    }

    protected override async Task HandleSignInAsync(ClaimsPrincipal user, AuthenticationProperties? properties)
    {
        if (SessionCookieEvents.IsTokenWrite(properties))
        {
            await base.HandleSignInAsync(user, properties).ConfigureAwait(false);
            return;
        }

        properties ??= new AuthenticationProperties();
        var previous = await CurrentAsync().ConfigureAwait(false);
        if (previous is not null && !TryContinue(previous, properties))
        {
            await coordinator.EndAsync(previous.SessionId, CancellationToken.None).ConfigureAwait(false);
        }

        await base.HandleSignInAsync(user, properties).ConfigureAwait(false);
        RequestSessions.Replace(
            Context,
            Scheme.Name,
            new RequestSession(TicketTokens.Read(properties.Items), ScheduleWrite)
            {
                Replacement = new AuthenticationTicket(user.Clone(), properties.Clone(), Scheme.Name),
            });
    }

    protected override async Task HandleSignOutAsync(AuthenticationProperties? properties)
    {
        if (await CurrentAsync().ConfigureAwait(false) is { } current)
        {
            await coordinator.EndAsync(current.SessionId, CancellationToken.None).ConfigureAwait(false);
        }

        RequestSessions.Known(Context, Scheme.Name)?.Close();
        await base.HandleSignOutAsync(properties).ConfigureAwait(false);
    }

    protected override Task FinishResponseAsync()
    {
        // The framework's own renewal of a sliding ticket must not bring back what has ended meanwhile.
        var ended = RequestSessions.Known(Context, Scheme.Name) is { } session
            && (session.Closed || coordinator.Peek(session.Tokens.SessionId).Ended);
        return ended ? Task.CompletedTask : base.FinishResponseAsync();
    }

    /// <summary>Before the application validates the principal: from here on it may ask for tokens.</summary>
    private async Task ValidateAsync(CookieValidatePrincipalContext context, CookieAuthenticationEvents application)
    {
        var tokens = TicketTokens.Read(context.Properties.Items);
        var standing = coordinator.Peek(tokens.SessionId);
        if (standing.Ended)
        {
            context.RejectPrincipal();
            return;
        }

        var session = new RequestSession(tokens, ScheduleWrite);
        RequestSessions.Replace(Context, Scheme.Name, session);
        if (standing.Newest?.Generation > tokens.Generation)
        {
            if (seal.Open(tokens.SessionId, standing.Newest) is { } newest)
            {
                session.Adopt(newest);
                if (Options.SessionStore is null)
                {
                    // A ticket out of the cookie is this request's alone; a store may hand the same one to many.
                    TicketTokens.Write(newest, context.Properties.Items);
                }
            }
        }
        else if (standing.Newest is not null)
        {
            coordinator.CaughtUp(tokens.SessionId, tokens.Generation);
        }

        await application.ValidatePrincipal(context).ConfigureAwait(false);
        if (context.Principal is null)
        {
            session.Close();
        }
        else if (context.ShouldRenew)
        {
            session.Replacement = new AuthenticationTicket(
                context.Principal.Clone(), context.Properties.Clone(), Scheme.Name);
        }
    }

    /// <summary>Signing in with the items of the session that the request has continues that session.</summary>
    private static bool TryContinue(SessionTokens previous, AuthenticationProperties properties)
    {
        var given = TicketTokens.Read(properties.Items);
        if (given.SessionId != previous.SessionId)
        {
            return false;
        }

        if (given.Generation < previous.Generation)
        {
            TicketTokens.Write(previous, properties.Items);
        }

        return true;
    }

    private async Task<SessionTokens?> CurrentAsync()
    {
        if (RequestSessions.Known(Context, Scheme.Name) is { } known)
        {
            return known.Tokens;
        }

        var ticket = await ReadStoredTicketAsync().ConfigureAwait(false);
        return ticket is null ? null : TicketTokens.Read(ticket.Properties.Items);
    }

    private bool ScheduleWrite(RequestSession session)
    {
        if (Response.HasStarted)
        {
            return false; // the coordinator's record carries it to the next request
        }

        try
        {
            Response.OnStarting(() => WriteAsync(session));
            return true;
        }
        catch (InvalidOperationException)
        {
            return false; // it started in between
        }
    }

    /// <summary>Puts the newest generation on the response, with the principal as it was stored: what the
    /// application's claims transformation adds is made anew for each request and must not pile up.</summary>
    private async Task WriteAsync(RequestSession session)
    {
        try
        {
            var tokens = session.Tokens;
            var standing = coordinator.Peek(tokens.SessionId);
            if (session.Closed || standing.Ended)
            {
                return;
            }

            if (standing.Newest?.Generation > tokens.Generation)
            {
                tokens = seal.Open(tokens.SessionId, standing.Newest) ?? tokens;
            }

            if ((session.Replacement ?? await ReadStoredTicketAsync().ConfigureAwait(false)) is not { } ticket)
            {
                return;
            }

            var properties = ticket.Properties.Clone();
            TicketTokens.Write(tokens, properties.Items);
            SessionCookieEvents.MarkTokenWrite(properties);
            await Context.SignInAsync(Scheme.Name, Principal(ticket, tokens), properties).ConfigureAwait(false);
        }
        catch (Exception e)
        {
            // The response goes out all the same: the coordinator's record carries the tokens to the next request.
            Logger.SessionNotWritten(Scheme.Name, e);
        }
    }

    private ClaimsPrincipal Principal(AuthenticationTicket ticket, SessionTokens tokens)
    {
        ticket.Properties.Items.TryGetValue(TicketItems.IdToken, out var idToken);
        return tokens.IdToken != idToken && tokens.Scheme is { } login && accessTokens.Get(login).RebuildPrincipalOnRefresh
            ? IdTokenClaims.Renew(ticket.Principal, tokens.IdToken)
            : ticket.Principal;
    }

    private async Task<AuthenticationTicket?> ReadStoredTicketAsync()
    {
        var cookie = Options.CookieManager.GetRequestCookie(Context, Options.Cookie.Name!);
        if (string.IsNullOrEmpty(cookie) || Options.TicketDataFormat.Unprotect(cookie) is not { } ticket)
        {
            return null;
        }

        if (Options.SessionStore is null)
        {
            return ticket;
        }

        return ticket.Principal.FindFirst(StoreKeyClaim) is { } key
            ? await Options.SessionStore.RetrieveAsync(key.Value, Context, Context.RequestAborted)
                .ConfigureAwait(false)
            : null;
    }
}

using System.Security.Claims;
using Auth0.AspNetCore.Mrrt.Session.Model;
using Auth0.AspNetCore.Mrrt.Session.Request;
using Auth0.AspNetCore.Mrrt.Session.Ticket;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.DependencyInjection;

namespace Auth0.AspNetCore.Mrrt.Session.Cookie;

/// <summary>How a session begins, and goes on with a sign-in.</summary>
internal sealed partial class SessionCookieHandler
{
    private SessionCookieHandler? _anew;

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

        Session?.Prolongs = false; // The sign-in sets the session's life, not the cookie that the request brought.
        if (ReplacedSession.Take(properties.Items) is { } replaced)
        {
            await EndReplacedAsync(replaced).ConfigureAwait(false);
        }

        var ticket = await CurrentAsync().ConfigureAwait(false);
        var previous = ticket is null ? null : TicketTokens.Read(ticket.Properties.Items);
        CarriedItems.Drop(properties.Items, previous, await IsOfSessionLoginAsync(properties).ConfigureAwait(false));
        WarnOfLostTokens(previous, properties.Items);
        var now = TimeProvider.GetUtcNow();
        SessionCeiling.Continue(properties, ticket?.Properties, now);
        SessionCeiling.Cap(properties, now + Options.ExpireTimeSpan);
        if (ticket is not null && previous is not null)
        {
            if (Session is { Closed: true } || TicketTokens.Read(properties.Items).SessionId != previous.SessionId)
            {
                await EndPreviousAsync(ticket, properties.Items).ConfigureAwait(false);
                if (Options.SessionStore is not null)
                {
                    await SignInAnewAsync(user, properties).ConfigureAwait(false);
                    return;
                }
            }
            else
            {
                await ContinueAsync(user, properties, previous).ConfigureAwait(false);
                return;
            }
        }
        else if (Options.SessionStore is not null && StoredTicket.StoreKey(Context, Options) is not null)
        {
            await SignInAfterEndAsync(user, properties).ConfigureAwait(false);
            return;
        }

        await KeepAsync(user, properties).ConfigureAwait(false);
    }

    /// <summary>Writes the session that a sign-in begins, or goes on with.</summary>
    private async Task KeepAsync(ClaimsPrincipal user, AuthenticationProperties properties)
    {
        SessionIdentity.Mark(properties.Items);
        await base.HandleSignInAsync(user, properties).ConfigureAwait(false);
        RequestSessions.Replace(
            Context,
            Scheme.Name,
            new RequestSession(TicketTokens.Read(properties.Items))
            {
                Replacement = new AuthenticationTicket(PrincipalCopy.Of(user), SessionItems.CopyOf(properties), Scheme.Name),
                EndsAt = SessionCeiling.End(properties, properties.ExpiresUtc),
            });
    }

    private async Task<bool> IsOfSessionLoginAsync(AuthenticationProperties properties) =>
        properties.Items.TryGetValue(TicketItems.Scheme, out var scheme)
        && scheme is not null
        && await Context.RequestServices.GetRequiredService<IAuthenticationSchemeProvider>().GetSchemeAsync(scheme)
            .ConfigureAwait(false) is { } login
        && typeof(ISessionLogin).IsAssignableFrom(login.HandlerType);

    /// <summary>A sign-in without the session's properties begins a session without its tokens, mostly by mistake.</summary>
    private void WarnOfLostTokens(SessionTokens? previous, IDictionary<string, string?> items)
    {
        if (previous is { RefreshToken: not null } or { Primary: not null }
            && Session is not { Closed: true }
            && TicketTokens.Read(items) is { RefreshToken: null, Primary: null })
        {
            Logger.SignInLosesTokens(Scheme.Name);
        }
    }

    /// <summary>Signing in with the items of the request's own session continues it, unless it was ended elsewhere. What the
    /// application has not changed of the tokens becomes the session's newest.</summary>
    private async Task ContinueAsync(ClaimsPrincipal user, AuthenticationProperties properties, SessionTokens previous)
    {
        if (sessions.HasEnded(previous))
        {
            Logger.SignInToEndedSession(Scheme.Name);
            return;
        }

        var known = Session?.Tokens ?? previous;
        var newest = sessions.Newest(known);
        SessionIdentity.Name(properties.Items, previous.SessionId);
        var signIn = TicketTokens.Read(properties.Items);
        if (newest.Generation > signIn.Generation)
        {
            TicketTokens.Write(SignInTokens.Of(signIn, newest, known, previous), properties.Items);
        }

        var continued = new ContinuedSignIn(signIns, Scheme.Name, [newest, known, previous]);
        await using var _ = continued.ConfigureAwait(false);
        continued.Begin(properties);
        try
        {
            await KeepAsync(user, properties).ConfigureAwait(false);
        }
        finally
        {
            ContinuedSignIn.End(properties);
        }
    }

    /// <summary>Signing in with anything else is a new session, and the one before has ended.</summary>
    private async Task EndPreviousAsync(AuthenticationTicket previous, IDictionary<string, string?> items)
    {
        await EndAsync(previous).ConfigureAwait(false);
        if (Session is { Closed: true })
        {
            SessionIdentity.Name(items, SessionIdentity.Create()); // signed out in this request, and in again
        }

        Session?.Close(); // what the application does while it signs in is given none of its tokens
        if (ApplicationStore is not null)
        {
            await RemoveFromStoreAsync(StoredTicket.StoreKey(Context, Options)).ConfigureAwait(false);
        }
    }

    /// <summary>Ends the session that the browser had when it went to sign in, for as long as a cookie of it can be
    /// around.</summary>
    private async Task EndReplacedAsync(ReplacedSession replaced)
    {
        await sessions.EndAsync(replaced.SessionId, LastRenewalEnds(replaced.Life)).ConfigureAwait(false);
        await RemoveFromStoreAsync(replaced.StoreKey).ConfigureAwait(false);
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

            SessionIdentity.Name(properties.Items, SessionIdentity.Create()); // signed out in this request, and in again
        }

        await SignInAnewAsync(user, properties).ConfigureAwait(false);
    }

    /// <summary>The framework's handler keeps the store's key of the session that it has read, and would put the new
    /// session under it, where who holds an older cookie finds it (session fixation). Another instance reads the ended
    /// session as none and asks the store for a new key.</summary>
    private async Task SignInAnewAsync(ClaimsPrincipal user, AuthenticationProperties properties)
    {
        var anew = Context.RequestServices.GetRequiredService<SessionCookieHandler>();
        await anew.InitializeAsync(Scheme, Context).ConfigureAwait(false);
        _anew = anew;
        await anew.KeepAsync(user, properties).ConfigureAwait(false);
    }
}

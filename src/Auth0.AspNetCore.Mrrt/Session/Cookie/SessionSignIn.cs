using Auth0.AspNetCore.Mrrt.Session.Model;
using Auth0.AspNetCore.Mrrt.Session.Request;
using Auth0.AspNetCore.Mrrt.Session.Ticket;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Auth0.AspNetCore.Mrrt.Session.Cookie;

/// <summary>Decides what a sign-in does with the request's session, and prepares the sign-in's properties for it. A session that
/// the sign-in replaces has ended afterwards.</summary>
/// <param name="cookie">The request's session cookie.</param>
/// <param name="parts">The session's parts.</param>
/// <param name="logger">The handler's logger.</param>
internal sealed class SessionSignIn(RequestCookie cookie, SessionParts parts, ILogger logger)
{
    private readonly SessionEnding _ending = new(cookie, parts.Live);
    private readonly SessionDeparture _departure = new(cookie, parts);

    /// <param name="properties">The sign-in's. They hold the session's name and newest tokens afterwards if it continues.</param>
    /// <returns>What to do with the principal and the properties.</returns>
    public async Task<SignInDecision> PrepareAsync(AuthenticationProperties properties)
    {
        var items = properties.Items;
        SessionClient.Note(items); // before the session is named: the application may have put other tokens there
        var copy = PreviousSessionItems.IsUntouched(items) ? TicketTokens.Read(items) : null;
        cookie.Session?.DoNotProlong(); // The sign-in sets the session's life, not the cookie that the request brought.
        if (ReplacedSession.Take(items) is { } replaced)
        {
            await _ending.EndAsync(replaced.SessionId, replaced.Life).ConfigureAwait(false);
            await _ending.RemoveFromStoreAsync(replaced.StoreKey).ConfigureAwait(false);
        }

        var ticket = await cookie.ReadTicketAsync().ConfigureAwait(false);
        var previous = ticket is null ? null : TicketTokens.Read(ticket.Properties.Items);
        PreviousSessionItems.Drop(items, previous, await IsOfSessionLoginAsync(items).ConfigureAwait(false));
        WarnOfLostTokens(previous, items);
        var now = cookie.Now;
        SessionCeiling.Continue(properties, ticket?.Properties, now);
        SessionCeiling.Cap(properties, now + cookie.Options.ExpireTimeSpan);
        var left = cookie.Session?.Current.SignedOut ?? previous;
        var decision = ticket is null || previous is null ? BeginWithoutTicket(items)
            : cookie.IsClosed || TicketTokens.Read(items).SessionId != previous.SessionId
                ? await ReplaceAsync(ticket, items).ConfigureAwait(false)
            : Continue(previous, properties, CookieLife.Of(ticket.Properties, cookie.Options.ExpireTimeSpan));
        if (left is not null && decision is (SignInDecision.Begin or SignInDecision.BeginUnderNewKey))
        {
            await _departure.ContinueAsync(left, items, copy?.SessionId == left.SessionId ? copy.RefreshToken : null)
                .ConfigureAwait(false);
        }

        if (decision is not (SignInDecision.Continue or SignInDecision.Refuse))
        {
            parts.Live.Begun(items);
        }

        return decision;
    }

    /// <summary>The request has no session, or its cookie names one that has gone from its store, through a sign-out in this
    /// request or in another.</summary>
    private SignInDecision BeginWithoutTicket(IDictionary<string, string?> items)
    {
        if (cookie.StoreKey is null)
        {
            return SignInDecision.Begin;
        }

        if (parts.Live.HasEnded(TicketTokens.Read(items)))
        {
            if (!cookie.IsClosed)
            {
                return SignInDecision.Refuse;
            }

            SessionIdentity.Name(items, SessionIdentity.Create()); // signed out in this request, and in again
        }

        return SignInDecision.BeginUnderNewKey;
    }

    /// <summary>The sign-in is not the session's own: a new session begins, and the previous one has ended.</summary>
    private async Task<SignInDecision> ReplaceAsync(AuthenticationTicket previous, IDictionary<string, string?> items)
    {
        _departure.Begin(cookie.Session?.Tokens ?? TicketTokens.Read(previous.Properties.Items));
        await _ending.EndAsync(previous).ConfigureAwait(false);
        if (cookie.IsClosed)
        {
            SessionIdentity.Name(items, SessionIdentity.Create()); // signed out in this request, and in again
        }

        cookie.Session?.Close(); // The application's events during the sign-in get none of its tokens.
        await _ending.RemoveFromStoreAsync(cookie.StoreKey).ConfigureAwait(false);
        return cookie.Options.SessionStore is null ? SignInDecision.Begin : SignInDecision.BeginUnderNewKey;
    }

    /// <summary>The sign-in has the items of the request's own session: it continues, unless it has ended elsewhere. Tokens that
    /// the application has not changed become the session's newest.</summary>
    private SignInDecision Continue(SessionTokens previous, AuthenticationProperties properties, CookieLife life)
    {
        if (parts.Live.HasEnded(previous))
        {
            return SignInDecision.Refuse;
        }

        var known = cookie.Session?.Tokens ?? previous;
        var newest = parts.Live.Newest(known);
        var seen = new SeenTokens(
            [newest, known, previous, .. cookie.Session?.Shown ?? []],
            PreviousSessionItems.IsUntouched(properties.Items) ? TicketTokens.Read(properties.Items).RefreshToken : null);
        SessionIdentity.Name(properties.Items, previous.SessionId);
        var signIn = TicketTokens.Read(properties.Items);
        if (newest.Generation > signIn.Generation)
        {
            TicketTokens.Write(SignInTokens.Of(signIn, newest, seen), properties.Items);
        }

        new ContinuedSignIn(parts.SignIns, cookie.Scheme, cookie.Options.ExpireTimeSpan, life, seen).Begin(properties);
        return SignInDecision.Continue;
    }

    private async ValueTask<bool> IsOfSessionLoginAsync(IDictionary<string, string?> items) =>
        items.TryGetValue(TicketItems.Scheme, out var name)
        && name is not null
        && await cookie.HttpContext.RequestServices.GetRequiredService<IAuthenticationSchemeProvider>().GetSchemeAsync(name)
            .ConfigureAwait(false) is { } login
        && typeof(ISessionLogin).IsAssignableFrom(login.HandlerType);

    /// <summary>A sign-in without the session's properties begins a session without its tokens, mostly by mistake.</summary>
    private void WarnOfLostTokens(SessionTokens? previous, IDictionary<string, string?> items)
    {
        if (previous is { RefreshToken: not null } or { Primary: not null }
            && !cookie.IsClosed
            && TicketTokens.Read(items) is { RefreshToken: null, Primary: null })
        {
            logger.SignInLosesTokens(cookie.Scheme);
        }
    }
}

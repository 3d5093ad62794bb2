namespace Auth0.AspNetCore.Mrrt.Tests.Generated;

/// <summary>
/// What the application's users may be and have, in the plainest words: sessions, the tickets of cookies, seconds instead of
/// moments, one step after the other. Written from the design and not from the code.
/// </summary>
/// <param name="inCookie">True when each cookie holds its own ticket. Otherwise all cookies of a session share one.</param>
internal sealed class BrowserModel(bool inCookie)
{
    private const int UsualLife = 14 * 24 * 3600;
    private const int ShortLife = 600;
    private const int Grace = 3600;

    /// <summary>An application's own access token is looked for as long as it has surely not expired.</summary>
    private const int OwnTokenLife = 20 * 3600;

    public const string ClaimsOfLogin = "login";

    public long Now { get; set; }

    /// <summary>The ticket that a request with the cookie is served with. Null when nobody is signed in.</summary>
    public ModelTicket? Enter(ModelCookie? cookie)
    {
        if (cookie is not { Session: { HasEnded: false } session })
        {
            return null;
        }

        if (!inCookie)
        {
            return session.Ticket.Expires < Now ? null : session.Ticket;
        }

        if (cookie.Ticket.Expires < Now)
        {
            return null;
        }

        if (cookie.Generation < session.Generation && !IsForgotten(session))
        {
            if (cookie.SignIn < session.SignIn)
            {
                cookie.Ticket = session.Ticket; // of the last sign-in
            }

            (cookie.Generation, cookie.SignIn) = (session.Generation, session.SignIn);
        }
        else if (cookie.Generation == session.Generation && session.SignIn == 0)
        {
            session.ForgottenAt ??= Now + Grace; // the browser has caught up
        }

        return cookie.Ticket.Expires < Now ? null : cookie.Ticket;
    }

    /// <summary>True when the cookie is older than all that the server remembers: it gets nothing more from the tenant, and must
    /// not try.</summary>
    public bool IsOutdated(ModelCookie cookie) =>
        inCookie && cookie.Generation < cookie.Session.Generation && IsForgotten(cookie.Session);

    /// <summary>A request with the cookie does something with its session.</summary>
    /// <returns>The browser's cookie afterwards.</returns>
    public ModelCookie? Do(ModelCookie? cookie, Deed deed, string name)
    {
        var ticket = Enter(cookie);
        switch (deed)
        {
            case Deed.LogIn:
                cookie?.Session.HasEnded = true;
                return Begin(new ModelTicket(ClaimsOfLogin, Now, Now + UsualLife), isOfLogin: true, canRefresh: true);
            case Deed.SignInFromExternal:
                cookie?.Session.HasEnded = true;
                return Begin(new ModelTicket(name, Now, Now + UsualLife), isOfLogin: false, canRefresh: false);
            case Deed.SignOut:
                cookie?.Session.HasEnded = true;
                return null;
        }

        if (cookie is null || ticket is null)
        {
            return cookie;
        }

        switch (deed)
        {
            case Deed.ChangeClaims:
                SignIn(cookie, ticket with { Claims = name });
                break;
            case Deed.CutShort:
                SignIn(cookie, ticket with { Expires = Now + ShortLife });
                break;
            case Deed.StoreTokens:
                SignIn(cookie, ticket);
                break;
            case Deed.StoreOwnToken when cookie.Session.IsOfLogin:
                SignIn(cookie, ticket);
                (cookie.Session.OwnToken, cookie.Session.OwnTokenUntil) = (name, Now + OwnTokenLife);
                break;
            case Deed.OutAndIn:
                return Continue(cookie, ticket);
            case Deed.StoreTokensAnew:
                return Continue(cookie, ticket with { Issued = Now, Expires = Now + UsualLife });
            case Deed.Renew or Deed.ReplacePrincipal:
                Keep(cookie, new ModelTicket(
                    deed == Deed.Renew ? ticket.Claims : name, Now, Now + ticket.Expires - ticket.Issued));
                break;
            case Deed.CopyToSecondCookie:
                cookie.Second = (cookie.Session, ticket);
                break;
            case Deed.SignInFromSecondCookie
                when cookie.Second is { } second && second.Session == cookie.Session && second.Ticket.Expires >= Now:
                SignIn(cookie, second.Ticket);
                cookie.Session.OwnToken = null; // The ticket has an older access token.
                break;
        }

        return cookie;
    }

    private static ModelCookie Begin(ModelTicket ticket, bool isOfLogin, bool canRefresh)
    {
        var session = new ModelSession { Ticket = ticket, IsOfLogin = isOfLogin, CanRefresh = canRefresh };
        return new ModelCookie { Session = session, Ticket = ticket };
    }

    /// <summary>Another session goes on with the tokens of this one.</summary>
    private ModelCookie Continue(ModelCookie cookie, ModelTicket ticket)
    {
        cookie.Session.HasEnded = true;
        var next = Begin(ticket, cookie.Session.IsOfLogin, cookie.Session.CanRefresh && !IsOutdated(cookie));
        (next.Session.OwnToken, next.Session.OwnTokenUntil) = (cookie.Session.OwnToken, cookie.Session.OwnTokenUntil);
        next.Second = cookie.Second;
        return next;
    }

    private void SignIn(ModelCookie cookie, ModelTicket ticket)
    {
        if (!IsOutdated(cookie)) // Otherwise nobody knows the session's newest tokens: the sign-in is in its cookie alone.
        {
            var session = cookie.Session;
            session.Ticket = ticket;
            session.SignIn = ++session.Generation;
            session.ForgottenAt = null;
            (cookie.Generation, cookie.SignIn) = (session.Generation, session.SignIn);
        }

        cookie.Ticket = ticket;
    }

    private void Keep(ModelCookie cookie, ModelTicket ticket)
    {
        cookie.Ticket = ticket;
        if (!inCookie)
        {
            cookie.Session.Ticket = ticket;
        }
    }

    private bool IsForgotten(ModelSession session) => session.ForgottenAt <= Now;
}

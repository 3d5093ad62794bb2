namespace Auth0.AspNetCore.Mrrt.Tests.Generated;

/// <summary>What the deeds of a request do to its session.</summary>
internal sealed class ModelDeeds(BrowserModel model)
{
    private const int UsualLife = 14 * 24 * 3600;
    private const int ShortLife = 600;

    /// <summary>An application's own access token is looked for as long as it has surely not expired.</summary>
    private const int OwnTokenLife = 20 * 3600;

    public const string ClaimsOfLogin = "login";

    /// <summary>A request with the cookie does something with its session.</summary>
    /// <param name="cookie">The browser's cookie.</param>
    /// <param name="server">The request's server.</param>
    /// <param name="deed">What it does.</param>
    /// <param name="name">A name for what it writes.</param>
    /// <param name="beforeTurn">What another request does before this one gets the session's turn.</param>
    /// <returns>The browser's cookie afterwards.</returns>
    public ModelCookie? Do(ModelCookie? cookie, int server, Deed deed, string name, Action beforeTurn)
    {
        var view = model.Open(cookie, server);
        switch (deed)
        {
            case Deed.LogIn:
                model.End(cookie?.Session, server);
                return model.Begin(new ModelTicket(ClaimsOfLogin, model.Now, model.Now + UsualLife), isOfLogin: true, canRefresh: true);
            case Deed.SignInFromExternal:
                model.End(cookie?.Session, server);
                return model.Begin(new ModelTicket(name, model.Now, model.Now + UsualLife), isOfLogin: false, canRefresh: false);
            case Deed.SignOut:
                model.End(cookie?.Session, server);
                return null;
        }

        return cookie is null || view is null ? cookie : DoSignedIn(cookie, view, deed, name, beforeTurn);
    }

    private ModelCookie DoSignedIn(ModelCookie cookie, ModelView view, Deed deed, string name, Action beforeTurn)
    {
        var (session, ticket) = (view.Session, view.Ticket);
        switch (deed)
        {
            case Deed.ChangeClaims:
                SignIn(cookie, view, ticket with { Claims = name }, beforeTurn);
                break;
            case Deed.CutShort:
                SignIn(cookie, view, ticket with { Expires = model.Now + ShortLife }, beforeTurn);
                break;
            case Deed.StoreTokens:
                SignIn(cookie, view, ticket, beforeTurn);
                break;
            case Deed.StoreOwnToken when session.IsOfLogin:
                if (SignIn(cookie, view, ticket, beforeTurn))
                {
                    (session.OwnToken, session.OwnTokenUntil) = (name, model.Now + OwnTokenLife);
                }

                break;
            case Deed.SignInFromSecondCookie
                when cookie.Second is { } second && second.Session == session && second.Ticket.Expires >= model.Now:
                if (SignIn(cookie, view, second.Ticket, beforeTurn))
                {
                    session.OwnToken = null; // The ticket has an older access token.
                }

                break;
            case Deed.OutAndIn:
                return Continue(cookie, view, ticket, beforeTurn);
            case Deed.StoreTokensAnew:
                return Continue(cookie, view, ticket with { Issued = model.Now, Expires = model.Now + UsualLife }, beforeTurn);
            case Deed.Renew or Deed.ReplacePrincipal:
                view.Renewed = (deed == Deed.Renew ? ticket : ticket with { Claims = name }).Renew(model.Now);
                model.Respond(cookie, view);
                break;
            default:
                cookie.Second = deed == Deed.CopyToSecondCookie ? (session, ticket) : cookie.Second;
                model.Respond(cookie, view);
                break;
        }

        return cookie;
    }

    /// <summary>The session goes on with another ticket.</summary>
    /// <returns>False when it has ended on another server.</returns>
    private bool SignIn(ModelCookie cookie, ModelView view, ModelTicket ticket, Action beforeTurn)
    {
        var session = view.Session;
        if (model.IsOutdated(view))
        {
            cookie.Ticket = ticket; // Nobody knows the session's newest tokens: the sign-in is in its cookie alone.
            return true;
        }

        beforeTurn();
        session.Tell(view.Server);
        if (session.HasEnded)
        {
            return false;
        }

        (session.Ticket, session.SignInTicket) = (ticket, ticket);
        session.SignIn = ++session.Generation;
        session.Tell(view.Server);
        (cookie.Ticket, cookie.Generation, cookie.SignIn) = (ticket, session.Generation, session.SignIn);
        return true;
    }

    /// <summary>Another session goes on with the tokens of this one.</summary>
    private ModelCookie Continue(ModelCookie cookie, ModelView view, ModelTicket ticket, Action beforeTurn)
    {
        var session = view.Session;
        var endedBefore = session.HasEnded; // on another server, and this one has not heard of it
        var isRevoked = session.HasLateTokens;
        var isOutdated = model.IsOutdated(view);
        model.End(session, view.Server);
        beforeTurn();
        session.HasLateTokens = isRevoked;
        var canRefresh = isOutdated ? false
            : isRevoked ? null // Late tokens go on here, unless their revocation comes first.
            : endedBefore && view.Generation < session.Generation ? false
            : session.CanRefresh;
        session.Generation += canRefresh is false ? 0 : 1; // Whoever comes later sees that the refresh token has an owner.
        var next = model.Begin(ticket, session.IsOfLogin, canRefresh);
        (next.Session.OwnToken, next.Session.OwnTokenUntil) = (session.OwnToken, session.OwnTokenUntil);
        next.Second = cookie.Second;
        return next;
    }
}

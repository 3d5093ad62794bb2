namespace Auth0.AspNetCore.Mrrt.Tests.Generated;

/// <summary>
/// What a request of the application's users may see and must leave, in the plainest words: sessions, the tickets of cookies, what
/// each server has heard, seconds instead of moments, one step after the other. Written from the design and not from the code.
/// </summary>
/// <param name="kept">Where the sessions are. Each cookie holds its own ticket, or all cookies of a session share one.</param>
/// <param name="isShared">True when there are several servers. One of them learns of another's changes when it looks.</param>
/// <param name="slides">True when each request in the second half of a session's life renews it.</param>
internal sealed class BrowserModel(string kept, bool isShared, bool slides)
{
    private const int Grace = 3600;

    private readonly bool _inCookie = kept == "cookie";
    private readonly List<ModelSession> _sessions = [];

    public long Now { get; set; }

    /// <summary>True when a refresh token that came too late may be revoked at any moment.</summary>
    public bool MayRevoke => _sessions.Exists(session => session.HasLateTokens);

    /// <summary>A request begins.</summary>
    /// <returns>What it is served with. Null when nobody is signed in.</returns>
    public ModelView? Open(ModelCookie? cookie, int server)
    {
        if (_inCookie && cookie is { SignIn: 0 } && Look(cookie, server) is not null
            && cookie.Session.KnownTo(server) is { Generation: > 0 } known && cookie.Generation >= known.Generation)
        {
            known.ForgottenAt ??= Now + Grace; // the browser has caught up
        }

        return Look(cookie, server);
    }

    /// <summary>What a request would be served with.</summary>
    public ModelView? Look(ModelCookie? cookie, int server)
    {
        if (cookie is null || cookie.Session.KnownTo(server) is not { HasEnded: false } known)
        {
            return null;
        }

        var session = cookie.Session;
        var isNewer = _inCookie && known.Generation > cookie.Generation && !IsForgotten(known);
        var isTakenOver = isNewer && known.SignIn > cookie.SignIn;
        var ticket = isTakenOver ? known.Ticket! : _inCookie ? cookie.Ticket : session.Ticket;
        if ((_inCookie ? cookie.Ticket.Expires < Now : session.HasEnded) || ticket.Expires < Now)
        {
            return null;
        }

        return new ModelView
        {
            Session = session,
            Server = server,
            Ticket = ticket,
            Ends = ticket.Expires,
            Generation = isNewer ? known.Generation : _inCookie ? cookie.Generation : session.Generation,
            SignIn = isNewer ? known.SignIn : _inCookie ? cookie.SignIn : session.SignIn,
            IsNewer = isNewer,
            IsTakenOver = isTakenOver,
            Renewed = slides && !isTakenOver && Now - ticket.Issued > ticket.Expires - Now ? ticket.Renew(Now) : null,
        };
    }

    /// <summary>True when the request's cookie is older than all that the servers remember: it gets nothing more from the tenant,
    /// and must not try.</summary>
    public bool IsOutdated(ModelView view) =>
        _inCookie && !isShared && view.Generation < view.Session.Generation && IsForgotten(view.Session.KnownTo(view.Server));

    /// <summary>The request takes over what its server has heard.</summary>
    public void BringUpToDate(ModelView view)
    {
        var known = view.Session.KnownTo(view.Server);
        if (!IsForgotten(known))
        {
            view.Adopt(known.Generation, known.SignIn, known.Ticket);
        }
    }

    /// <summary>The request had the session's turn, and obtained tokens.</summary>
    public void Exchange(ModelView view, int times)
    {
        var session = view.Session;
        session.HasLateTokens |= session.HasEnded && times > 0;
        Learn(view);
        session.Generation += times;
        Learn(view);
    }

    /// <summary>The response writes the session into the browser's cookie, or into the store.</summary>
    public void Respond(ModelCookie cookie, ModelView view)
    {
        var session = view.Session;
        BringUpToDate(view);
        if (session.KnownTo(view.Server).HasEnded || (view.Renewed is null && !(_inCookie && view.IsNewer)))
        {
            return;
        }

        Learn(view);
        if (session.HasEnded || view.IsReplaced || IsOutdated(view)) // An outdated cookie gets no longer life.
        {
            return;
        }

        if (_inCookie)
        {
            (cookie.Ticket, cookie.Generation, cookie.SignIn) = (view.Renewed ?? view.Ticket, view.Generation, view.SignIn);
        }
        else
        {
            session.Ticket = view.Renewed!;
        }
    }

    public ModelCookie Begin(ModelTicket ticket, bool isOfLogin, bool? canRefresh)
    {
        var session = new ModelSession { Ticket = ticket, IsOfLogin = isOfLogin, CanRefresh = canRefresh };
        _sessions.Add(session);
        return new ModelCookie { Session = session, Ticket = ticket };
    }

    /// <summary>Ends the session of a cookie, if its ticket can be read.</summary>
    public void End(ModelSession? session, int server)
    {
        if (session is not null
            && (_inCookie || (!session.HasEnded && (kept == "application's store" || session.Ticket.Expires >= Now))))
        {
            session.HasEnded = true;
            session.Tell(server);
        }
    }

    /// <summary>Time passes. Each server hears of the ends that the others know of, and what came too late has been revoked.</summary>
    public void Pass(int seconds, int servers)
    {
        Now += seconds;
        foreach (var session in _sessions.Where(session => session.HasEnded))
        {
            session.HasLateTokens = false;
            for (var server = 0; isShared && server < servers; server++)
            {
                session.Tell(server);
            }
        }
    }

    private void Learn(ModelView view)
    {
        var session = view.Session;
        session.Tell(view.Server);
        if (!session.HasEnded && !IsOutdated(view))
        {
            view.Adopt(session.Generation, session.SignIn, session.SignInTicket);
        }
    }

    private bool IsForgotten(ModelKnowledge known) => known.ForgottenAt <= Now;
}

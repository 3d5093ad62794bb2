using Auth0.AspNetCore.Mrrt.Session.Model;
using Auth0.AspNetCore.Mrrt.Session.Ticket;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http;

namespace Auth0.AspNetCore.Mrrt.Session.Request;

/// <summary>
/// One request's view of its session. It ends with a sign-in, a sign-out or the request. All that changes is one immutable
/// snapshot, which is swapped. Taking over a newer generation touches nothing but the view: an exchange may end after its
/// request did, when the HttpContext serves somebody else. The view is its own lock, which saves an object per request; no other
/// class locks it.
/// </summary>
internal sealed class RequestSession(SessionSnapshot first) : ITokenSession
{
    private const int MostShown = 8;

    private volatile SessionSnapshot _current = first;
    private volatile bool _requestEnded;
    private bool _endIsAwaited;
    private SessionItems? _items;
    private List<SessionTokens>? _shown;

    public RequestSession(SessionTokens tokens)
        : this(new SessionSnapshot(tokens))
    {
    }

    public SessionSnapshot Current => _current;

    public SessionTokens Tokens => _current.Tokens;

    /// <summary>True when the response must carry the session: it knows more than the browser does.</summary>
    public bool Renewed => _current.Renewed;

    public bool Closed => _current.Closed;

    public AuthenticationTicket? Replacement
    {
        get => _current.Replacement;
        init => _current = _current with { Replacement = value };
    }

    /// <summary>The first generation and the last ones that this request has shown the application. It may sign in with tokens of any
    /// of them.</summary>
    public SessionTokens[] Shown
    {
        get
        {
            lock (this)
            {
                return _shown is null ? [_current.Tokens] : [.. _shown];
            }
        }
    }

    /// <summary>True when the request brought the session. Otherwise it began in this request.</summary>
    public bool IsOfRequest { get; init; }

    /// <summary>The properties of the session's ticket. Null when they are not known.</summary>
    public AuthenticationProperties? TicketProperties { get; init; }

    /// <summary>How long the cookies of the scheme last.</summary>
    public TimeSpan UsualLife { get; init; }

    /// <summary>Few requests exchange, so it is computed when it is needed.</summary>
    public CookieLife? CookieLife => (_current.TakenOver?.Properties ?? TicketProperties) is { } ticket ? Request.CookieLife.Of(ticket, UsualLife) : null;

    public bool RequestEnded => _requestEnded;

    public ISessionTokenStore? TokenStore { get; private set; }

    /// <summary>Finds the keeper when there is an exchange to keep.</summary>
    public Func<HttpContext, ISessionTokenStore?>? FindTokenStore { get; init; }

    /// <summary>What <c>HttpContext.GetTokenAsync</c> reads in this request, once the request is authenticated. It shows the
    /// newest generation from the moment when it is set.</summary>
    public SessionItems? Items
    {
        get => _items;
        set
        {
            lock (this)
            {
                _items = value;
                if (_current.Renewed)
                {
                    _items?.TakeOver(_current.Tokens);
                }
            }
        }
    }

    /// <summary>True when the session's tokens were issued to a client. A session that does not tell is taken for one of its own:
    /// the application vouches for the tokens that it stores.</summary>
    /// <param name="client">The client's <see cref="Tenant.ClientMark"/>.</param>
    public bool BelongsTo(string client)
    {
        var current = _current;
        // The request's own ticket tells nothing of tokens that a later sign-in has put into the session.
        var items = current.IsTicketReplaced ? null : (current.TakenOver?.Properties ?? TicketProperties)?.Items;
        return SessionClient.Of(items, current.Tokens) is not { } own || own == client;
    }

    public void Adopt(SessionTokens newest, bool kept = false)
    {
        lock (this)
        {
            var adopted = _current.Adopt(newest, kept);
            if (!ReferenceEquals(adopted, _current))
            {
                (_shown ??= [_current.Tokens]).Add(newest);
                if (_shown.Count > MostShown)
                {
                    _shown.RemoveAt(1); // A request may stay open for days.
                }

                _current = adopted;
                _items?.TakeOver(newest);
            }
        }
    }

    public void Close() => Change(static current => current.Close());

    public void SignOut() => Change(static current => current.SignOut());

    public void Prolong(DateTimeOffset? endsAt) => Change(current => current.Prolong(endsAt));

    public void DoNotProlong() => Change(static current => current.DoNotProlong());

    /// <summary>The response prolongs nothing: the session ends with the ticket that the request brought.</summary>
    public void KeepLife() => Change(current => current.KeepLife(
        (current.TakenOver?.Properties ?? TicketProperties) is { } ticket ? SessionCeiling.End(ticket, ticket.ExpiresUtc) : null));

    public void Replace(AuthenticationTicket ticket) => Change(current => current with { Replacement = ticket });

    public void TakeOver(AuthenticationTicket newer, DateTimeOffset? endsAt) =>
        Change(current => current.TakeOver(newer, endsAt));

    /// <summary>Takes from the request what an exchange needs, and notes when the request ends. Called on the request's
    /// own thread, before it waits for anything.</summary>
    public void PrepareExchange(HttpContext httpContext)
    {
        lock (this)
        {
            TokenStore ??= _current.Replacement is null ? FindTokenStore?.Invoke(httpContext) : null;
            if (_endIsAwaited)
            {
                return;
            }

            _endIsAwaited = true;
        }

        httpContext.Response.OnCompleted(static view =>
        {
            ((RequestSession)view)._requestEnded = true;
            return Task.CompletedTask;
        }, this);
    }

    private void Change(Func<SessionSnapshot, SessionSnapshot> change)
    {
        lock (this)
        {
            _current = change(_current);
        }
    }
}

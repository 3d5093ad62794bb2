using Auth0.AspNetCore.Mrrt.Session.Model;
using Auth0.AspNetCore.Mrrt.Session.Ticket;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http;

namespace Auth0.AspNetCore.Mrrt.Session.Request;

/// <summary>
/// One request's view of its session. It ends with a sign-in, a sign-out or the request. Taking over a newer generation
/// touches nothing but the view: an exchange may end after its request did, when the HttpContext serves somebody else.
/// </summary>
internal sealed class RequestSession(SessionTokens tokens)
{
    private readonly Lock _gate = new();
    private volatile SessionTokens _tokens = tokens;
    private volatile bool _closed;
    private volatile bool _requestEnded;
    private bool _endIsAwaited;

    /// <summary>The newest generation that this request knows of.</summary>
    public SessionTokens Tokens => _tokens;

    /// <summary>Whether the response must carry the session: it knows more than the browser does.</summary>
    public bool Renewed { get; private set; }

    /// <summary>Whether the response prolongs the session: it slides, or the application renews it.</summary>
    public bool Prolongs { get; set; }

    /// <summary>Whether the request brought the session. Otherwise it began in this request.</summary>
    public bool IsOfRequest { get; init; }

    /// <summary>The generation of the last sign-in that the request's ticket knows of. A response with an older ticket writes
    /// nothing of it (G15).</summary>
    public long SignInOfTicket { get; set; } = tokens.SignIn.Generation;

    /// <summary>True when another request has signed in within the session since this request's ticket was made.</summary>
    public bool IsTicketReplaced => _tokens.SignIn.Generation > SignInOfTicket;

    /// <summary>Whether the user signed out, or in again, since.</summary>
    public bool Closed => _closed;

    /// <summary>When the session ends by itself. A request may stay open for longer, as a hub's or a stream's does. Null when
    /// the ticket has no end. Set only while the request is authenticated, before the view is shared.</summary>
    public DateTimeOffset? EndsAt { get; set; }

    /// <summary>The tokens of a session that the user has left in this request: for the tenant to hear of, and for nobody
    /// else.</summary>
    public SessionTokens? SignedOut { get; private set; }

    /// <summary>Whether the request is over, so that its HttpContext must not be touched.</summary>
    public bool RequestEnded => _requestEnded;

    /// <summary>What <c>HttpContext.GetTokenAsync</c> reads in this request, once the request is authenticated.</summary>
    public SessionItems? Items { get; set; }

    /// <summary>The ticket to write in place of the request's own: of a sign-in in this request, or renewed by the
    /// application when it validated the principal.</summary>
    public AuthenticationTicket? Replacement { get; set; }

    /// <summary>The ticket of a newer sign-in, where the request brought an older one.</summary>
    public AuthenticationTicket? TakenOver { get; private set; }

    /// <summary>Whether what this request took over is where the session lives, without the response's help.</summary>
    public bool Kept { get; private set; }

    /// <summary>Where an exchange keeps the session beside the coordinator; none for a session that lives in its cookie
    /// or with the coordinator.</summary>
    public ISessionKeeper? Keeper { get; private set; }

    /// <summary>Finds the keeper when there is an exchange to keep.</summary>
    public Func<HttpContext, ISessionKeeper?>? FindKeeper { get; init; }

    /// <summary>Takes over a newer generation, for the rest of the request and for its response.</summary>
    public void Adopt(SessionTokens newest, bool kept = false)
    {
        lock (_gate)
        {
            if (!_closed && newest.Generation > _tokens.Generation && newest.SessionId == _tokens.SessionId)
            {
                _tokens = newest;
                Items?.Renew(newest);
                Renewed = true;
                Kept = kept;
            }
        }
    }

    /// <summary>Takes over the ticket of a newer sign-in in the place of the request's own.</summary>
    public void TakeOver(AuthenticationTicket newer)
    {
        TakenOver = newer;
        Replacement = new AuthenticationTicket(
            PrincipalCopy.Of(newer.Principal), SessionItems.CopyOf(newer.Properties), newer.AuthenticationScheme);
        SignInOfTicket = _tokens.SignIn.Generation;
        EndsAt = SessionCeiling.End(newer.Properties, newer.Properties.ExpiresUtc);
    }

    /// <summary>Takes from the request what an exchange needs, and notes when the request ends. Called on the request's
    /// own thread, before it waits for anything.</summary>
    public void PrepareExchange(HttpContext httpContext)
    {
        lock (_gate)
        {
            Keeper ??= Replacement is null ? FindKeeper?.Invoke(httpContext) : null;
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

    public void Close() => _closed = true;

    /// <summary>Closes the view of a session that the user leaves, and keeps what the rest of the sign-out needs.</summary>
    public void SignOut()
    {
        if (!_closed)
        {
            SignedOut = _tokens;
            _closed = true;
        }
    }
}

using Microsoft.AspNetCore.Authentication;

namespace Auth0.AspNetCore.Mrrt.Session;

/// <summary>One request's view of its session. It ends with a sign-in, a sign-out or the request.</summary>
internal sealed class RequestSession
{
    private readonly Lock _gate = new();
    private readonly Func<RequestSession, bool> _scheduleWrite;
    private volatile SessionTokens _tokens;
    private volatile bool _closed;
    private bool _writeScheduled;

    /// <param name="tokens">What the request's ticket holds, or newer.</param>
    /// <param name="scheduleWrite">Sees to it that the response carries the session; tells whether it still can.</param>
    public RequestSession(SessionTokens tokens, Func<RequestSession, bool> scheduleWrite)
    {
        _tokens = tokens;
        _scheduleWrite = scheduleWrite;
    }

    /// <summary>The newest generation that this request knows of.</summary>
    public SessionTokens Tokens => _tokens;

    /// <summary>Whether the user signed out, or in again, since.</summary>
    public bool Closed => _closed;

    /// <summary>What <c>HttpContext.GetTokenAsync</c> reads in this request, once the request is authenticated.</summary>
    public SessionItems? Items { get; set; }

    /// <summary>The ticket to write in place of the request's own: of a sign-in in this request, or renewed by the
    /// application when it validated the principal.</summary>
    public AuthenticationTicket? Replacement { get; set; }

    /// <summary>Takes over a newer generation, for the rest of the request and for its response.</summary>
    public void Adopt(SessionTokens newest)
    {
        lock (_gate)
        {
            if (_closed || newest.Generation <= _tokens.Generation || newest.SessionId != _tokens.SessionId)
            {
                return;
            }

            _tokens = newest;
            Items?.Renew(newest);
            _writeScheduled = _writeScheduled || _scheduleWrite(this);
        }
    }

    public void Close()
    {
        lock (_gate)
        {
            _closed = true;
        }
    }
}

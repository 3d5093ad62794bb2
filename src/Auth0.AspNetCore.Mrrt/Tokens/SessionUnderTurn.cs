using Auth0.AspNetCore.Mrrt.Coordination;
using Auth0.AspNetCore.Mrrt.Session.Format;
using Auth0.AspNetCore.Mrrt.Session.Model;
using Auth0.AspNetCore.Mrrt.Session.Request;

namespace Auth0.AspNetCore.Mrrt.Tokens;

/// <summary>
/// A session while its turn is held: the newest of what the request brought, the coordinator remembers and the ticket
/// store holds (docs/how-a-refresh-works.md: Read again, Commit).
/// </summary>
internal sealed class SessionUnderTurn(
    ISessionTurn turn,
    SessionProtector protector,
    ISessionTokenStore? tokenStore,
    CookieLife? life,
    SessionTokens seen,
    TimeProvider time)
{
    private bool _gone;
    private bool _mustReadAgain;
    private long _certainAt = time.GetTimestamp();
    private long _kept = -1;

    /// <summary>What the request brought along.</summary>
    public SessionTokens Seen { get; } = seen;

    /// <summary>The newest generation that is known.</summary>
    public SessionTokens Newest { get; private set; } = seen;

    public bool Ended => turn.Ended || _gone;

    /// <summary>There was a newer generation, which nobody remembers: what there is has been spent (G4).</summary>
    public bool Outdated => Newest.Generation < turn.NewestGeneration;

    /// <summary>A commit has given the turn up, a call to the tenant took its time, or another server may have the turn: read again
    /// before the next exchange.</summary>
    public bool MustReadAgain => _mustReadAgain || turn.Lost.IsCancellationRequested;

    /// <summary>Whether a generation is where the session lives.</summary>
    public bool HasKept(SessionTokens tokens) => _kept >= tokens.Generation;

    /// <summary>What is left of a time limit that began when the turn was last known to be ours. The lock's server may have failed
    /// since, and come back without the lock. A lease may be over earlier.</summary>
    public TimeSpan TimeLeft(TimeSpan limit)
    {
        var left = limit - time.GetElapsedTime(_certainAt);
        var sure = turn.SureFor;
        return sure == Timeout.InfiniteTimeSpan || sure > left ? left : sure;
    }

    public async ValueTask ReadAsync()
    {
        Take(protector.Newer(Newest, turn.Newest));
        TakeSignInTicket();
        if (tokenStore is null || turn.Ended)
        {
            return;
        }

        var stored = await tokenStore.ReadAsync().ConfigureAwait(false);
        if (stored is null || stored.SessionId != Seen.SessionId || stored.Scheme != Seen.Scheme)
        {
            _gone = true;
            return;
        }

        _kept = stored.Generation;
        Take(stored);
    }

    /// <summary>The tenant is about to be asked.</summary>
    public void Asking() => _mustReadAgain = true;

    public async ValueTask ReloadAsync(CancellationToken cancellationToken)
    {
        await turn.ReloadAsync(cancellationToken).ConfigureAwait(false);
        _certainAt = time.GetTimestamp();
        _mustReadAgain = false;
        await ReadAsync().ConfigureAwait(false);
    }

    /// <summary>Makes a generation the newest.</summary>
    /// <returns>Whether it is kept; not when the session has ended or has moved on.</returns>
    /// <exception cref="SessionCoordinationException">It could not be kept; it is the newest all the same.</exception>
    public async ValueTask<bool> CommitAsync(SessionTokens next)
    {
        _mustReadAgain = true;
        var before = Newest;
        Newest = next;
        var record = protector.Protect(next, life?.LastExpires(time.GetUtcNow()));
        if (await turn.CommitAsync(record, CancellationToken.None).ConfigureAwait(false))
        {
            if (tokenStore is null)
            {
                return true;
            }

            _gone = !await tokenStore.KeepAsync(next).ConfigureAwait(false);
            if (!_gone)
            {
                _kept = next.Generation;
                return true;
            }
        }

        Newest = before;
        return false;
    }

    /// <summary>A ticket does not hold itself. The record of a sign-in does, and the next record must too.</summary>
    private void TakeSignInTicket()
    {
        if (Newest.SignIn is { Count: > 0, Ticket.IsEmpty: true } known
            && protector.Unprotect(Seen.SessionId, turn.Newest)?.SignIn is { } recorded
            && recorded.Generation == known.Generation)
        {
            Newest = Newest.With(recorded);
        }
    }

    private void Take(SessionTokens? tokens)
    {
        if (tokens?.Generation > Newest.Generation)
        {
            Newest = tokens;
        }
    }
}

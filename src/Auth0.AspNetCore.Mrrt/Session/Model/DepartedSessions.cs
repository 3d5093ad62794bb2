using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;

namespace Auth0.AspNetCore.Mrrt.Session.Model;

/// <summary>
/// The sessions that a request has ended and may still continue under a new name: it signs out and in again, or signs in with
/// tokens it read before. Such a sign-in needs the newest refresh token of the ended session, and no other will do (G16). Each
/// entry lives as long as its request.
/// </summary>
internal sealed class DepartedSessions
{
    private readonly ConcurrentDictionary<string, Departure> _departures = new(StringComparer.Ordinal);

    /// <summary>Notes that a request ends the session. Call it before the end: tokens that an exchange obtains from here on
    /// are kept for the request.</summary>
    /// <param name="tokens">The newest generation that the request knows of.</param>
    /// <param name="hasEnded">True when the session had ended before. Another request may have continued it then.</param>
    /// <returns>The note. Call <see cref="Departure.LeaveAsync"/> when the request is over.</returns>
    public Departure Depart(SessionTokens tokens, bool hasEnded = false)
    {
        while (true)
        {
            var departure = _departures.GetOrAdd(tokens.SessionId, static (name, all) => new Departure(name, all), this);
            if (departure.TryEnter(tokens, hasEnded))
            {
                return departure;
            }
        }
    }

    /// <summary>Hands tokens of an ending session to the request that ends it.</summary>
    /// <param name="tokens">The generation that an exchange obtained.</param>
    /// <param name="revoke">Revokes the refresh token. Called when no sign-in has continued the session in the end.</param>
    /// <returns>True when there is such a request. It takes care of the refresh token.</returns>
    public bool TryHandOver(SessionTokens tokens, Func<Task> revoke) =>
        TryFind(tokens.SessionId, out var departure) && departure.TryAdd(tokens, revoke);

    /// <summary>Tells the request that ends the session of a generation that was committed before the end.</summary>
    public void Tell(SessionTokens tokens)
    {
        if (TryFind(tokens.SessionId, out var departure))
        {
            departure.TryAdd(tokens, revoke: null);
        }
    }

    /// <summary>Finds the note of a session that a request is about to leave.</summary>
    public Departure? Find(string sessionId) => TryFind(sessionId, out var departure) ? departure : null;

    private bool TryFind(string sessionId, [NotNullWhen(true)] out Departure? departure)
    {
        departure = null;
        return !_departures.IsEmpty && _departures.TryGetValue(sessionId, out departure);
    }

    private void Remove(string sessionId, Departure departure) =>
        _departures.TryRemove(KeyValuePair.Create(sessionId, departure));

    /// <summary>A session that one request or several are about to leave.</summary>
    internal sealed class Departure(string sessionId, DepartedSessions all)
    {
        private readonly Lock _gate = new();
        private SessionTokens? _newest;
        private Func<Task>? _revoke;
        private int _requests;
        private bool _isOver;
        private bool _isTaken;

        /// <summary>The newest generation that any exchange has handed over.</summary>
        public SessionTokens Newest
        {
            get
            {
                lock (_gate)
                {
                    return _newest!;
                }
            }
        }

        /// <summary>Notes that a new session owns the refresh token. It is not revoked then.</summary>
        public void Own()
        {
            lock (_gate)
            {
                _revoke = null;
            }
        }

        /// <summary>Gives the newest generation to a sign-in that continues it.</summary>
        /// <param name="isFirst">True for the first sign-in. A later one must not use the refresh token: it has an owner.</param>
        public SessionTokens Take(out bool isFirst)
        {
            lock (_gate)
            {
                isFirst = !_isTaken;
                _isTaken = true;
                return _newest!;
            }
        }

        /// <summary>Ends the note of one request. After the last one, a refresh token that no sign-in took is revoked.</summary>
        public Task LeaveAsync()
        {
            Func<Task>? revoke;
            lock (_gate)
            {
                if (--_requests > 0)
                {
                    return Task.CompletedTask;
                }

                _isOver = true;
                (revoke, _revoke) = (_revoke, null);
            }

            all.Remove(sessionId, this);
            return revoke?.Invoke() ?? Task.CompletedTask;
        }

        public bool TryEnter(SessionTokens tokens, bool hasEnded)
        {
            lock (_gate)
            {
                if (_isOver)
                {
                    return false;
                }

                _isTaken |= hasEnded && _requests == 0;
                _requests++;
                AddUnderLock(tokens);
                return true;
            }
        }

        public bool TryAdd(SessionTokens tokens, Func<Task>? revoke)
        {
            lock (_gate)
            {
                if (_isOver)
                {
                    return false;
                }

                if (AddUnderLock(tokens))
                {
                    _revoke = revoke;
                }

                return true;
            }
        }

        private bool AddUnderLock(SessionTokens tokens)
        {
            if (_newest?.Generation >= tokens.Generation)
            {
                return false;
            }

            _newest = tokens;
            return true;
        }
    }
}

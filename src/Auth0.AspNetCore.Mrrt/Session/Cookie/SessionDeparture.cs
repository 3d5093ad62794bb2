using Auth0.AspNetCore.Mrrt.Session.Model;
using Auth0.AspNetCore.Mrrt.Session.Ticket;

namespace Auth0.AspNetCore.Mrrt.Session.Cookie;

/// <summary>A request ends its session, and may begin another one with the same refresh token (G16).</summary>
/// <param name="cookie">The request's session cookie.</param>
/// <param name="parts">The session's parts.</param>
internal sealed class SessionDeparture(RequestCookie cookie, SessionParts parts)
{
    /// <summary>Notes that the session ends now, until the response has completed. Call it before the end.</summary>
    public void Begin(SessionTokens tokens)
    {
        if (tokens is not { HasIdentity: true, RefreshToken: not null })
        {
            return;
        }

        var departure = parts.Departed.Depart(tokens, parts.Live.HasEnded(tokens));
        parts.Departed.Tell(parts.Live.Newest(tokens)); // an exchange may have committed before the note was there
        cookie.HttpContext.Response.OnCompleted(departure.LeaveAsync);
    }

    /// <summary>Gives the new session the newest tokens of the session that this request has ended, if it brings that session's
    /// refresh token.</summary>
    /// <param name="left">The ended session, as the request knows it.</param>
    /// <param name="items">The items of the sign-in.</param>
    /// <param name="refreshTokenOfCopy">The refresh token of an older copy of the session's properties that the application signs in
    /// with. Null when it has no such copy.</param>
    public async Task ContinueAsync(SessionTokens left, IDictionary<string, string?> items, string? refreshTokenOfCopy)
    {
        if (parts.Departed.Find(left.SessionId) is not { } departure)
        {
            return;
        }

        SessionIdentity.Mark(items);
        var seen = new SeenTokens([left, .. cookie.Session?.Shown ?? []], refreshTokenOfCopy);
        await parts.Continued.WriteAsync(cookie.Scheme, departure, items, seen).ConfigureAwait(false);
    }
}

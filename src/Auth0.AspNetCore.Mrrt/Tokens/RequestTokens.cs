using System.Security.Claims;
using Auth0.AspNetCore.Mrrt.Session.Request;
using Microsoft.AspNetCore.Http;

namespace Auth0.AspNetCore.Mrrt.Tokens;

/// <summary>The tokens of one login, for the rest of the request that has asked for one: the settings hold as they were
/// then, and the view of the session until it is closed.</summary>
/// <param name="login">The login scheme.</param>
/// <param name="settings">The scheme's settings.</param>
/// <param name="session">The request's view of the session.</param>
/// <param name="unnamedFor">The request's user, for whom a call without a scheme meant this login. Null when the call named
/// the scheme, or nothing has authenticated the request.</param>
/// <param name="door">Where the first call came in.</param>
internal sealed class RequestTokens(
    string login,
    Auth0WebAppWithAccessTokenOptions settings,
    ITokenSession session,
    ClaimsPrincipal? unnamedFor,
    AccessTokens door) : IRequestTokens
{
    private ClaimsPrincipal? _unnamedFor = unnamedFor;
    private long _changesLearned = -1;

    public AccessTokenResult? AtHand(HttpContext httpContext, AccessTokenRequest? request, string? scheme)
    {
        var current = session.Current;
        if (current.Closed || !IsMeant(httpContext, scheme))
        {
            return null;
        }

        var now = door.Stored.Now;
        return door.Stored.IsCurrent(current, now, ref _changesLearned) ? StoredTokens.Granted(current.Tokens, request, settings, now) : null;
    }

    /// <summary>True when the call means this login. A later middleware may authenticate another user.</summary>
    private bool IsMeant(HttpContext httpContext, string? scheme)
    {
        if (scheme is not null)
        {
            return string.Equals(login, scheme, StringComparison.Ordinal);
        }

        var user = httpContext.User;
        if (ReferenceEquals(user, _unnamedFor))
        {
            return true;
        }

        if (!string.Equals(login, door.LoginOf(httpContext), StringComparison.Ordinal))
        {
            return false;
        }

        _unnamedFor = user;
        return true;
    }
}

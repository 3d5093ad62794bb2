using Auth0.AspNetCore.Mrrt.Session.Request;
using Microsoft.AspNetCore.Http;

namespace Auth0.AspNetCore.Mrrt.Tokens;

/// <summary>The tokens of one login, for the rest of the request that has asked for one: the settings hold as they were
/// then, and the view of the session until it is closed.</summary>
internal sealed class RequestTokens(
    string login,
    Auth0WebAppWithAccessTokenOptions settings,
    RequestSession session,
    RequestScheme unnamed,
    SessionEnd sessionEnd,
    TimeProvider time) : IRequestTokens
{
    public AccessTokenResult? AtHand(HttpContext httpContext, AccessTokenRequest? request, string? scheme)
    {
        if (session.Closed
            || request is { ForceRefresh: true }
            || !string.Equals(login, scheme ?? unnamed.Of(httpContext), StringComparison.Ordinal))
        {
            return null;
        }

        var now = time.GetUtcNow();
        return sessionEnd.IsReached(session, now) ? null : Granted(request, now);
    }

    /// <summary>Gives the session's token, without an exchange, to a caller that knows the session to be open.</summary>
    public AccessTokenResult? Granted(AccessTokenRequest? request, DateTimeOffset now)
    {
        var audience = TokenNeed.AudienceOf(request, settings);
        var stored = TokenMatch.Granted(
            session.Tokens,
            audience,
            settings.DefaultScope(audience),
            request?.Scope,
            now,
            settings.AccessTokenExpirationLeeway);
        if (stored is null)
        {
            return null;
        }

        stored.UsedAt = now;
        return stored.Granted;
    }
}

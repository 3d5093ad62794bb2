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

        var audience = TokenNeed.AudienceOf(request, settings);
        var now = time.GetUtcNow();
        if (sessionEnd.IsReached(session, now))
        {
            return null;
        }

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

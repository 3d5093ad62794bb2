using System.Collections.Concurrent;
using System.Security.Claims;
using Auth0.AspNetCore.Mrrt;
using Microsoft.Extensions.Caching.Memory;

namespace Quickstart;

/// <summary>
/// The page's own notes about the tokens that a session obtained. The library keeps the tokens themselves. The table does
/// not ask for them, because the library would renew the expired tokens.
/// </summary>
internal sealed class SessionTokens(IMemoryCache cache)
{
    private static readonly TimeSpan Forgotten = TimeSpan.FromHours(1);

    public IReadOnlyList<SessionToken> Of(ClaimsPrincipal user) =>
        [.. Notes(user).Values];

    public void Remember(ClaimsPrincipal user, string audience, AccessToken token)
    {
        var seen = new SessionToken(audience, token.Scopes, token.ExpiresAt, Fingerprint.Of(token), 0);
        Notes(user).AddOrUpdate(audience, seen, (_, known) => Newer(known, seen));
    }

    public void Forget(ClaimsPrincipal user) => cache.Remove(KeyOf(user));

    // A slow request may arrive here with a token that a faster request has replaced already.
    private static SessionToken Newer(SessionToken known, SessionToken seen) =>
        known.Fingerprint == seen.Fingerprint || known.ExpiresAt > seen.ExpiresAt
            ? known
            : seen with { Renewed = known.Renewed + 1 };

    private static (string, string?) KeyOf(ClaimsPrincipal user) =>
        (nameof(SessionTokens), user.FindFirstValue("sid") ?? user.FindFirstValue("sub"));

    private ConcurrentDictionary<string, SessionToken> Notes(ClaimsPrincipal user) =>
        cache.GetOrCreate(KeyOf(user), entry =>
        {
            entry.SlidingExpiration = Forgotten;
            return new ConcurrentDictionary<string, SessionToken>(StringComparer.Ordinal);
        })!;
}

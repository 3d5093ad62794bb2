using System.Collections.Immutable;
using Auth0.AspNetCore.Mrrt.Session.Model;
using Auth0.AspNetCore.Mrrt.TokenEndpoint;

namespace Auth0.AspNetCore.Mrrt.Tokens;

/// <summary>Makes the next generation of a session out of an answer (docs/how-a-refresh-works.md: Judge).</summary>
internal static class NextGeneration
{
    /// <summary>
    /// The scopes to send. A renewal of the login's own token asks for all that the login asked for: each renewal then gives
    /// the same scopes. A login of another handler does not tell what it asked for. Then the scopes are those that it
    /// was granted.
    /// </summary>
    public static string? ScopeToSend(SessionTokens tokens, TokenNeed need) => IsPrimary(tokens, need)
        ? ScopeSet.Union(tokens.Primary!.RequestedScope ?? tokens.Primary.Scope, need.Scope)
        : need.Scope;

    /// <summary>Files the new token where it belongs, and keeps everything else.</summary>
    public static (SessionTokens Next, AccessTokenSet Obtained, int Evicted) Keep(
        SessionTokens tokens,
        TokenNeed need,
        string? sentScope,
        TokenResponse response,
        string? idToken,
        int maxAdditional,
        DateTimeOffset now)
    {
        var obtained = new AccessTokenSet
        {
            PackedAccessToken = PackedText.Of(response.AccessToken),
            Audience = need.Audience,
            // No scope in the answer means as asked (RFC 6749, section 5.1).
            Scope = response.Scope ?? sentScope,
            RequestedScope = sentScope,
            ExpiresAt = response.ExpiresAt,
            TokenType = response.TokenType,
            ObtainedAt = now,
            UsedAt = now,
        };
        var primary = IsPrimary(tokens, need);
        var additional = Alive(tokens, now);
        if (!primary)
        {
            (additional, obtained) = Add(additional, obtained, need.Forced, now);
        }

        var kept = Newest(additional, maxAdditional, obtained);
        var evicted = additional.Length - kept.Length;
        var next = Next(kept);
        while (need.Forced && Rival(next, need, obtained, now) is { } rival)
        {
            next = Next(next.Additional.Remove(rival));
        }

        return (next, obtained, evicted);

        SessionTokens Next(ImmutableArray<AccessTokenSet> sets) => tokens.Next(
            primary ? obtained : tokens.Primary,
            sets,
            response.RefreshToken is { } rotated ? PackedText.Of(rotated) : tokens.PackedRefreshToken,
            idToken is null ? tokens.PackedIdToken : PackedText.Of(idToken),
            AudienceRefusals.Without(tokens.AudiencesRefused, need.Audience, now));
    }

    /// <summary>Keeps only the refresh token of an answer that holds no access token: it was rotated all the
    /// same.</summary>
    public static SessionTokens KeepRefreshToken(SessionTokens tokens, string? rotated, DateTimeOffset now) =>
        tokens.Next(
            tokens.Primary,
            Alive(tokens, now),
            rotated is null ? tokens.PackedRefreshToken : PackedText.Of(rotated),
            tokens.PackedIdToken,
            AudienceRefusals.Without(tokens.AudiencesRefused, audience: null, now));

    /// <summary>Keeps the refresh token of an answer for another audience, and that this one need not be asked for again
    /// at once.</summary>
    public static SessionTokens RefuseAudience(
        SessionTokens tokens, string audience, string? rotated, DateTimeOffset now) => tokens.Next(
            tokens.Primary,
            Alive(tokens, now),
            rotated is null ? tokens.PackedRefreshToken : PackedText.Of(rotated),
            tokens.PackedIdToken,
            AudienceRefusals.With(tokens.AudiencesRefused, audience, now));

    /// <summary>The tenant said for good that the refresh token is worth nothing.</summary>
    public static SessionTokens DropRefreshToken(SessionTokens tokens, DateTimeOffset now) =>
        tokens.Next(
            tokens.Primary,
            Alive(tokens, now),
            refreshToken: default,
            tokens.PackedIdToken,
            AudienceRefusals.Without(tokens.AudiencesRefused, audience: null, now));

    /// <summary>A forced refresh renews the login's token also when that token answers the call with scopes that the login did not
    /// ask for: left in its slot, the old token could be preferred to the new one.</summary>
    private static bool IsPrimary(SessionTokens tokens, TokenNeed need) =>
        tokens.Primary is { } primary
        && string.Equals(primary.Audience, need.Audience, StringComparison.Ordinal)
        && (primary.RequestedScope is null
            || ScopeSet.Covers(primary.RequestedScope, need.Scope)
            || (need.Forced && ScopeSet.Covers(primary.Scope, need.Scope)));

    /// <summary>Finds the stored token that the next such call would get in place of the one that a forced refresh obtained. The
    /// caller had a reason to refuse it, for example a 401 of the API.</summary>
    private static AccessTokenSet? Rival(SessionTokens tokens, TokenNeed need, AccessTokenSet obtained, DateTimeOffset now) =>
        TokenMatch.Find(tokens, need, now, need.Leeway) is { } found
        && !ReferenceEquals(found, obtained)
        && !ReferenceEquals(found, tokens.Primary)
            ? found
            : null;

    private static ImmutableArray<AccessTokenSet> Alive(SessionTokens tokens, DateTimeOffset now) =>
        tokens.Additional.RemoveAll(set => set.ExpiresAt <= now);

    private static (ImmutableArray<AccessTokenSet> Sets, AccessTokenSet Obtained) Add(
        ImmutableArray<AccessTokenSet> sets, AccessTokenSet obtained, bool forced, DateTimeOffset now)
    {
        foreach (var set in sets.Where(set => IsReplacedBy(set, obtained)).ToArray())
        {
            obtained = forced ? obtained : Remembering(set, obtained, now);
            sets = sets.Remove(set);
        }

        if (forced)
        {
            // The caller had a reason to pass these over; the next call must not be given one of them again.
            sets = sets.RemoveAll(set => string.Equals(set.Audience, obtained.Audience, StringComparison.Ordinal)
                && ScopeSet.Covers(obtained.Scope, set.Scope));
        }

        return (sets.Add(obtained), obtained);
    }

    /// <summary>What the older token was refused is remembered, and no longer than that token would have lasted: one that
    /// is renewed again and again would be refused it for ever. A forced refresh begins anew.</summary>
    private static AccessTokenSet Remembering(AccessTokenSet older, AccessTokenSet obtained, DateTimeOffset now)
    {
        var end = older.RefusedUntil ?? older.ExpiresAt;
        if (end <= now || ScopeSet.Covers(obtained.RequestedScope, older.RequestedScope))
        {
            return obtained;
        }

        var both = ScopeSet.Union(older.RequestedScope, obtained.RequestedScope);
        if (RequestBounds.Problem(audience: null, both) is not null)
        {
            return obtained; // Scopes may come from outside the application: what is remembered of them does not grow for ever.
        }

        var own = obtained.RefusedUntil ?? obtained.ExpiresAt;
        return obtained.WithRequestedScope(both, end < own ? end : own);
    }

    /// <summary>Least recently used out first, and of those used at the same time the one obtained first; what was just
    /// obtained stays.</summary>
    private static ImmutableArray<AccessTokenSet> Newest(
        ImmutableArray<AccessTokenSet> sets, int max, AccessTokenSet obtained)
    {
        if (sets.Length <= max)
        {
            return sets;
        }

        var kept = sets.OrderBy(set => ReferenceEquals(set, obtained)).ThenBy(set => set.UsedAt)
            .TakeLast(max).ToHashSet();
        return sets.RemoveAll(set => !kept.Contains(set));
    }

    /// <summary>The same call again, or another call that was granted the same.</summary>
    private static bool IsReplacedBy(AccessTokenSet set, AccessTokenSet obtained) =>
        string.Equals(set.Audience, obtained.Audience, StringComparison.Ordinal)
        && (ScopeSet.Same(set.RequestedScope, obtained.RequestedScope)
            || (set.Scope is not null && ScopeSet.Same(set.Scope, obtained.Scope)));
}

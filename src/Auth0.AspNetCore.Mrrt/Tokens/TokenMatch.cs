using Auth0.AspNetCore.Mrrt.Session.Model;

namespace Auth0.AspNetCore.Mrrt.Tokens;

/// <summary>Looks for a stored token that answers a need (docs/how-a-refresh-works.md: Look).</summary>
internal static class TokenMatch
{
    /// <summary>Finds a token that is for the audience, granted for the need, and valid for the leeway to come. Of several it takes the
    /// one with the fewest scopes. A short-lived token has to last for half of its lifetime only, or each call would obtain a new
    /// one.</summary>
    public static AccessTokenSet? Find(SessionTokens tokens, TokenNeed need, DateTimeOffset now, TimeSpan leeway) =>
        Granted(tokens, need.Audience, need.Scope, null, now, leeway)
        ?? Refused(tokens, need, now, leeway, evenIfForgotten: false);

    /// <summary>A token that is still valid, for callers that would otherwise have to wait, or go without one.</summary>
    public static AccessTokenSet? FindUsable(SessionTokens tokens, TokenNeed need, DateTimeOffset now) =>
        Granted(tokens, need.Audience, need.Scope, null, now, TimeSpan.Zero)
        ?? Refused(tokens, need, now, TimeSpan.Zero, evenIfForgotten: true);

    /// <summary>The first half of <see cref="Find"/>, for scopes that come in two parts. Every call for a token begins
    /// here: takes no memory.</summary>
    public static AccessTokenSet? Granted(
        SessionTokens tokens, string? audience, string? scope, string? moreScope, DateTimeOffset now, TimeSpan leeway)
    {
        var login = tokens.Primary is { } primary && string.Equals(primary.Audience, audience, StringComparison.Ordinal)
            ? primary
            : null;
        if (login is null && tokens.OnlyOneFor(audience) is { } only)
        {
            return IsGranted(only, scope, moreScope, now, leeway) ? only : null;
        }

        var best = login is not null && IsGranted(login, scope, moreScope, now, leeway) ? login : null;
        return login is not null && tokens.HasNoneBesideLogin ? best : Better(tokens, login, best, audience, scope, moreScope, now, leeway);
    }

    /// <summary>Looks through the additional tokens, and notes when there is one for the audience at most.</summary>
    private static AccessTokenSet? Better(
        SessionTokens tokens,
        AccessTokenSet? login,
        AccessTokenSet? best,
        string? audience,
        string? scope,
        string? moreScope,
        DateTimeOffset now,
        TimeSpan leeway)
    {
        AccessTokenSet? found = null;
        var count = 0;
        foreach (var candidate in tokens.AdditionalFor(audience).AsSpan())
        {
            // The audience by itself first: of many tokens most are for another one.
            if (!string.Equals(candidate.Audience, audience, StringComparison.Ordinal))
            {
                continue;
            }

            (found, count) = (candidate, count + 1);
            if (IsGranted(candidate, scope, moreScope, now, leeway)
                && (best is null || ScopeSet.Count(candidate.Scope) < ScopeSet.Count(best.Scope)))
            {
                best = candidate;
            }
        }

        tokens.NoteFound(login, found, count);
        return best;
    }

    /// <summary>
    /// A token that was asked for these scopes and was granted fewer. Asking again would bring the same answer, so it
    /// stands while that is remembered.
    /// </summary>
    private static AccessTokenSet? Refused(
        SessionTokens tokens, TokenNeed need, DateTimeOffset now, TimeSpan leeway, bool evenIfForgotten)
    {
        AccessTokenSet? best = null;
        var least = int.MaxValue;
        if (tokens.Primary is { } primary)
        {
            Consider(primary);
        }

        foreach (var candidate in tokens.AdditionalFor(need.Audience))
        {
            Consider(candidate);
        }

        return best;

        void Consider(AccessTokenSet set)
        {
            if (IsRefused(set, need, now, leeway, evenIfForgotten)
                && ScopeSet.Missing(set.Scope, need.Scope).Length is var missing && missing < least)
            {
                (best, least) = (set, missing);
            }
        }
    }

    private static bool IsGranted(
        AccessTokenSet set, string? scope, string? moreScope, DateTimeOffset now, TimeSpan leeway) =>
        set.IsValid(now, leeway) && ScopeSet.Covers(set.Scope, scope) && ScopeSet.Covers(set.Scope, moreScope);

    private static bool IsRefused(
        AccessTokenSet set, TokenNeed need, DateTimeOffset now, TimeSpan leeway, bool evenIfForgotten) =>
        IsFor(set, need.Audience, now, leeway)
        && (evenIfForgotten || !(set.RefusedUntil <= now))
        && ScopeSet.Covers(set.RequestedScope, need.Scope);

    private static bool IsFor(AccessTokenSet set, string? audience, DateTimeOffset now, TimeSpan leeway) =>
        string.Equals(set.Audience, audience, StringComparison.Ordinal) && set.IsValid(now, leeway);
}

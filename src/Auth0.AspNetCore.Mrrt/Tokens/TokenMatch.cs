using Auth0.AspNetCore.Mrrt.Session;

namespace Auth0.AspNetCore.Mrrt.Tokens;

/// <summary>Looks for a stored token that answers a need (protocol, step 2).</summary>
internal static class TokenMatch
{
    /// <summary>The token with the fewest scopes among those that are for the audience, granted for the need, and valid
    /// for the leeway to come: for half their lifetime where that is less, or a short-lived token would be bought anew
    /// by each call.</summary>
    public static AccessTokenSet? Find(SessionTokens tokens, TokenNeed need, DateTimeOffset now, TimeSpan leeway) =>
        Granted(tokens, need, now, leeway) ?? Refused(tokens, need, now, leeway, evenIfForgotten: false);

    /// <summary>A token that is still valid, for callers that would otherwise have to wait, or go without one.</summary>
    public static AccessTokenSet? FindUsable(SessionTokens tokens, TokenNeed need, DateTimeOffset now) =>
        Granted(tokens, need, now, TimeSpan.Zero) ?? Refused(tokens, need, now, TimeSpan.Zero, evenIfForgotten: true);

    private static AccessTokenSet? Granted(
        SessionTokens tokens, TokenNeed need, DateTimeOffset now, TimeSpan leeway)
    {
        AccessTokenSet? best = null;
        foreach (var candidate in Candidates(tokens, need, now, leeway))
        {
            if (ScopeSet.Covers(candidate.Scope, need.Scope)
                && (best is null || ScopeSet.Count(candidate.Scope) < ScopeSet.Count(best.Scope)))
            {
                best = candidate;
            }
        }

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
        foreach (var candidate in Candidates(tokens, need, now, leeway))
        {
            if ((evenIfForgotten || !(candidate.RefusedUntil <= now))
                && ScopeSet.Covers(candidate.RequestedScope, need.Scope)
                && (best is null
                    || ScopeSet.Missing(candidate.Scope, need.Scope).Length
                    < ScopeSet.Missing(best.Scope, need.Scope).Length))
            {
                best = candidate;
            }
        }

        return best;
    }

    private static IEnumerable<AccessTokenSet> Candidates(
        SessionTokens tokens, TokenNeed need, DateTimeOffset now, TimeSpan leeway)
    {
        if (tokens.Primary is { } primary && IsFor(primary, need, now, leeway))
        {
            yield return primary;
        }

        foreach (var set in tokens.Additional)
        {
            if (IsFor(set, need, now, leeway))
            {
                yield return set;
            }
        }
    }

    private static bool IsFor(AccessTokenSet set, TokenNeed need, DateTimeOffset now, TimeSpan leeway)
    {
        var half = (set.ExpiresAt - set.ObtainedAt) / 2;
        return set.ExpiresAt - now > (leeway < half ? leeway : half)
            && set.ExpiresAt > now
            && string.Equals(set.Audience, need.Audience, StringComparison.Ordinal);
    }
}

using Auth0.AspNetCore.Mrrt.Session.Model;

namespace Auth0.AspNetCore.Mrrt.Session.Cookie;

/// <summary>Drops additional tokens of a session whose cookie is too large: the least recently used first. The session can
/// obtain them again.</summary>
internal static class FittingTokens
{
    /// <param name="tokens">The tokens that do not fit.</param>
    /// <param name="excess">How many bytes there are too many. A token adds about its length.</param>
    /// <returns>The same generation with fewer tokens, at least one. Null when there is none to drop.</returns>
    public static SessionTokens? Fewer(SessionTokens tokens, int excess)
    {
        var dropped = new HashSet<AccessTokenSet>(ReferenceEqualityComparer.Instance);
        foreach (var set in tokens.Additional.OrderBy(set => set.UsedAt))
        {
            dropped.Add(set);
            excess -= set.AccessToken.Length;
            if (excess <= 0)
            {
                break;
            }
        }

        return dropped.Count == 0 ? null : tokens.With(tokens.Additional.RemoveAll(dropped.Contains));
    }
}

using Auth0.AspNetCore.Mrrt.Diagnostics;
using Auth0.AspNetCore.Mrrt.Session.Model;

namespace Auth0.AspNetCore.Mrrt.Tokens;

/// <summary>Turns a stored token into the answer for a caller.</summary>
internal static class GrantedToken
{
    public static AccessTokenResult Result(AccessTokenSet set, TokenNeed need)
    {
        if (ScopeSet.Covers(set.Scope, need.Scope))
        {
            return set.Granted;
        }

        var missing = ScopeSet.Missing(set.Scope, need.Scope);
        if (missing.Length == ScopeSet.CountDistinct(need.Scope))
        {
            return AccessTokenResult.Failed(
                AccessTokenFailure.ScopeNotGranted,
                $"The tenant granted none of the scopes asked for: {Printable.Text(string.Join(' ', missing))}.");
        }

        return AccessTokenResult.Granted(
            new AccessToken(set.AccessToken, set.ExpiresAt, set.TokenType, set.Scope), missing);
    }
}

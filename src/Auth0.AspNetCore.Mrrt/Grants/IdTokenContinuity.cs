using Auth0.AspNetCore.Mrrt.Jwt;

namespace Auth0.AspNetCore.Mrrt.Grants;

/// <summary>A refreshed ID token speaks of the same user, tenant and application as the one before it (OpenID Connect
/// Core 1.0, section 12.2).</summary>
internal static class IdTokenContinuity
{
    /// <summary>Says what is wrong with the new ID token, or nothing. The new one must be readable even where there is nothing to
    /// compare it with.</summary>
    public static AnswerProblem? Problem(string? before, string? after)
    {
        if (after is null)
        {
            return null;
        }

        if (ReadableJwt.Read(after) is null || JwtClaims.Read(after) is not { Audiences: { } audiences } renewed)
        {
            return AnswerProblem.UnreadableIdToken;
        }

        return JwtClaims.Read(before) is not { Audiences: { } formerAudiences } old ? Loosely(before, renewed)
            : renewed.Text("iss") != old.Text("iss") ? AnswerProblem.AboutAnother("the new ID token has another issuer")
            : renewed.Text("sub") != old.Text("sub") ? AnswerProblem.AboutAnother("the new ID token is about another user")
            : !audiences.Intersect(formerAudiences, StringComparer.Ordinal).Any()
                ? AnswerProblem.AboutAnother("the new ID token is for another application")
            : null;
    }

    /// <summary>Another handler may have accepted an ID token that strict readers refuse. Its user and issuer still count.</summary>
    private static AnswerProblem? Loosely(string? before, JwtClaims renewed) =>
        ReadableJwt.Read(before) is not { } old ? null
        : renewed.Text("iss") != old.Issuer ? AnswerProblem.AboutAnother("the new ID token has another issuer")
        : renewed.Text("sub") != old.Subject ? AnswerProblem.AboutAnother("the new ID token is about another user")
        : null;

    /// <summary>Whether the user still acts for the same organization, or for none: else the claims must not follow
    /// (Auth0: Work with Tokens and Organizations).</summary>
    public static bool SameOrganization(string? before, string? after) =>
        JwtClaims.Read(before) is not { } old || old.Text("org_id") == JwtClaims.Read(after)?.Text("org_id");
}

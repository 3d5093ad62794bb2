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

        if (JwtClaims.Read(before) is not { Audiences: { } formerAudiences } old)
        {
            // Another handler may have accepted an ID token that strict readers refuse. Its user and issuer still count.
            return ReadableJwt.Read(before) is { } loose ? AboutAnotherUser(renewed, loose.Issuer, loose.Subject) : null;
        }

        return AboutAnotherUser(renewed, old.Text("iss"), old.Text("sub"))
            ?? (audiences.Intersect(formerAudiences, StringComparer.Ordinal).Any()
                ? null
                : AnswerProblem.AboutAnother("the new ID token is for another application"));
    }

    private static AnswerProblem? AboutAnotherUser(JwtClaims renewed, string? issuer, string? subject) =>
        renewed.Text("iss") != issuer ? AnswerProblem.AboutAnother("the new ID token has another issuer")
        : renewed.Text("sub") != subject ? AnswerProblem.AboutAnother("the new ID token is about another user")
        : null;

    /// <summary>Whether the user still acts for the same organization, or for none: else the claims must not follow
    /// (Auth0: Work with Tokens and Organizations).</summary>
    public static bool SameOrganization(string? before, string? after) =>
        JwtClaims.Read(before) is not { } old || old.Text("org_id") == JwtClaims.Read(after)?.Text("org_id");
}

namespace Auth0.AspNetCore.Mrrt.Session.Model;

/// <summary>The tokens of a sign-in within a session: those that the application has put there, and else the session's
/// newest.</summary>
internal static class SignInTokens
{
    /// <summary>Gives the session's newest tokens with what the application has changed.</summary>
    /// <param name="signIn">The tokens that the application signs in with.</param>
    /// <param name="newest">The newest generation of the session.</param>
    /// <param name="seen">The tokens that the application may have read.</param>
    /// <returns>The tokens, as the newest generation.</returns>
    public static SessionTokens Of(SessionTokens signIn, SessionTokens newest, SeenTokens seen)
    {
        var ownRefreshToken = !seen.HasRefreshToken(signIn.RefreshToken);
        var ownIdToken = !seen.HasIdToken(signIn.IdToken);
        var ownPrimary = !seen.HasAccessToken(signIn.Primary?.AccessToken);
        return ownRefreshToken || ownIdToken || ownPrimary
            ? new SessionTokens
            {
                SessionId = newest.SessionId,
                HasIdentity = newest.HasIdentity,
                Generation = newest.Generation,
                SignIn = newest.SignIn,
                Scheme = newest.Scheme,
                Primary = ownPrimary ? Filed(signIn.Primary) : newest.Primary,
                Additional = newest.Additional,
                AudiencesRefused = newest.AudiencesRefused,
                Kept = newest.Kept,
                RefreshToken = ownRefreshToken ? signIn.RefreshToken : newest.RefreshToken,
                IdToken = ownIdToken ? signIn.IdToken : newest.IdToken,
            }
            : newest;
    }

    /// <summary>A token of the application's own stands beside the audience of the token that it replaces. A token that is for another
    /// API is filed under that one, and for no call when it does not tell clearly which (G7).</summary>
    private static AccessTokenSet? Filed(AccessTokenSet? own) =>
        own is null || !AccessTokenClaims.ContradictsAudience(own.AccessToken, own.Audience) ? own
        : !AccessTokenClaims.TryAudience(own.AccessToken, out var audience) ? null
        : new AccessTokenSet
        {
            AccessToken = own.AccessToken,
            TokenType = own.TokenType,
            Audience = audience,
            Scope = AccessTokenClaims.Scope(own.AccessToken),
            RequestedScope = null,
            ExpiresAt = own.ExpiresAt,
            ObtainedAt = own.ObtainedAt,
        };
}

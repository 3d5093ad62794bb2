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
                Primary = ownPrimary ? signIn.Primary : newest.Primary,
                Additional = newest.Additional,
                AudiencesRefused = newest.AudiencesRefused,
                RefreshToken = ownRefreshToken ? signIn.RefreshToken : newest.RefreshToken,
                IdToken = ownIdToken ? signIn.IdToken : newest.IdToken,
            }
            : newest;
    }
}

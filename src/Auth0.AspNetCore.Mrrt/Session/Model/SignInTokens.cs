namespace Auth0.AspNetCore.Mrrt.Session.Model;

/// <summary>The tokens of a sign-in within a session: those that the application has put there, and else the session's
/// newest.</summary>
internal static class SignInTokens
{
    /// <summary>Gives the session's newest tokens with what the application has changed.</summary>
    /// <param name="signIn">The tokens that the application signs in with.</param>
    /// <param name="newest">The newest generation of the session.</param>
    /// <param name="seen">The generations that the application may have them from.</param>
    /// <returns>The tokens, as the newest generation.</returns>
    public static SessionTokens Of(SessionTokens signIn, SessionTokens newest, params ReadOnlySpan<SessionTokens> seen)
    {
        var refreshToken = signIn.RefreshToken;
        var idToken = signIn.IdToken;
        var accessToken = signIn.Primary?.AccessToken;
        var (ownRefreshToken, ownIdToken, ownPrimary) = (true, true, true);
        foreach (var tokens in seen)
        {
            ownRefreshToken &= tokens.RefreshToken != refreshToken;
            ownIdToken &= tokens.IdToken != idToken;
            ownPrimary &= tokens.Primary?.AccessToken != accessToken;
        }

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
                RefreshToken = ownRefreshToken ? refreshToken : newest.RefreshToken,
                IdToken = ownIdToken ? idToken : newest.IdToken,
            }
            : newest;
    }
}

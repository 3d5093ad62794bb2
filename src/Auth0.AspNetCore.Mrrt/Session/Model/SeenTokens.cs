namespace Auth0.AspNetCore.Mrrt.Session.Model;

/// <summary>The tokens of a session that an application may have read, and may sign in with. Other tokens are its own.</summary>
/// <param name="Generations">The generations that the request knows of, the newest first.</param>
/// <param name="RefreshTokenOfCopy">The refresh token of an older copy of the session's ticket. Null when there is no such
/// copy.</param>
internal sealed record SeenTokens(SessionTokens[] Generations, string? RefreshTokenOfCopy = null)
{
    public bool HasRefreshToken(string? refreshToken) =>
        (refreshToken is not null && refreshToken == RefreshTokenOfCopy)
        || Array.Exists(Generations, tokens => tokens.RefreshToken == refreshToken);

    public bool HasIdToken(string? idToken) => Array.Exists(Generations, tokens => tokens.IdToken == idToken);

    public bool HasAccessToken(string? accessToken) =>
        Array.Exists(Generations, tokens => tokens.Primary?.AccessToken == accessToken);

    public override string ToString() => $"{Generations.Length} generations";
}

namespace Auth0.AspNetCore.Mrrt.Tokens;

/// <summary>Why a refreshed ID token is refused.</summary>
/// <param name="Description">A text for logs and results.</param>
/// <param name="IsAboutAnother">True when the answer is about another user, tenant or application. False when the ID token cannot
/// be read: the refresh token beside it is then the only one that the session has (G18).</param>
internal sealed record IdTokenProblem(string Description, bool IsAboutAnother)
{
    public static readonly IdTokenProblem Unreadable = new("the new ID token cannot be read", IsAboutAnother: false);

    public static IdTokenProblem Contradicts(string description) => new(description, IsAboutAnother: true);
}

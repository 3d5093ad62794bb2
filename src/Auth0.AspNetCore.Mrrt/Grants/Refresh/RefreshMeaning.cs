namespace Auth0.AspNetCore.Mrrt.Grants.Refresh;

/// <summary>What an answer to a refresh means.</summary>
internal sealed class RefreshMeaning
{
    /// <summary>Why the answer is refused. Null for an answer that passes, and for a failure that the tenant named itself.</summary>
    public required AnswerProblem? Problem { get; init; }

    /// <summary>What has become of the refresh token that was sent.</summary>
    public required RefreshTokenFate RefreshToken { get; init; }
}

namespace Auth0.AspNetCore.Mrrt.Grants;

/// <summary>What an answer of the token endpoint is compared with.</summary>
internal sealed class AnswerExpectation
{
    /// <summary>The audience that the access token must be for. Null for the tenant's default audience, and when the application
    /// leaves the audience unchecked.</summary>
    public required string? Audience { get; init; }

    /// <summary>The user's ID token before this answer. Null when there is none.</summary>
    public required string? IdToken { get; init; }
}

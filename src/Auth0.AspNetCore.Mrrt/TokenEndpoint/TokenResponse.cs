namespace Auth0.AspNetCore.Mrrt.TokenEndpoint;

/// <summary>What a successful answer of the token endpoint holds (RFC 6749, section 5.1; OpenID Connect Core 1.0,
/// section 3.1.3.3).</summary>
internal sealed class TokenResponse
{
    public required string AccessToken { get; init; }

    public required string TokenType { get; init; }

    /// <summary>From the answer, or from the token itself when the answer named none.</summary>
    public required DateTimeOffset ExpiresAt { get; init; }

    public string? RefreshToken { get; init; }

    public string? IdToken { get; init; }

    /// <summary>The scopes granted; none means as asked (RFC 6749, section 5.1).</summary>
    public string? Scope { get; init; }

    public override string ToString() => $"token response until {ExpiresAt:O}";
}

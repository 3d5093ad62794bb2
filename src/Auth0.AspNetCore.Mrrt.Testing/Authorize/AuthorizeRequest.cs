namespace Auth0.AspNetCore.Mrrt.Testing.Authorize;

/// <summary>A valid authorization request.</summary>
internal sealed class AuthorizeRequest
{
    public required CallbackTarget Target { get; init; }

    /// <summary>The API asked for; null for userinfo only.</summary>
    public required TenantApi? Api { get; init; }

    public required IReadOnlyList<string> Scopes { get; init; }

    public required string? Nonce { get; init; }

    public required IReadOnlyList<string> Prompt { get; init; }

    public required TimeSpan? MaxAge { get; init; }

    public required string? LoginHint { get; init; }

    public required PkceChallenge? Challenge { get; init; }

    public required OrganizationClaims? Organization { get; init; }

    public bool IsSilent => Prompt.Contains("none");

    public bool ForcesLogin => Prompt.Contains("login") || Prompt.Contains("select_account");

    /// <summary>Auth0 puts <c>auth_time</c> in the ID token for these two only.</summary>
    public bool WantsAuthTime => MaxAge is not null || Prompt.Contains("login");
}

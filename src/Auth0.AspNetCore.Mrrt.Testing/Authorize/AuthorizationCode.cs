using Auth0.AspNetCore.Mrrt.Testing.Grants;

namespace Auth0.AspNetCore.Mrrt.Testing.Authorize;

/// <summary>What an authorization code stands for.</summary>
internal sealed class AuthorizationCode
{
    public required LoginGrant Grant { get; init; }

    /// <summary>What the token request must repeat; null if the authorization request named no callback.</summary>
    public required string? RedirectUri { get; init; }

    public required PkceChallenge? Challenge { get; init; }

    public required string? Nonce { get; init; }

    public required DateTimeOffset ExpiresAt { get; init; }
}

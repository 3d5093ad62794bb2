namespace Auth0.AspNetCore.Mrrt.Testing.Logout;

/// <summary>A valid request to <c>/oidc/logout</c>.</summary>
internal sealed class LogoutRequest
{
    /// <summary>Where the browser goes; null to stay on the tenant's page.</summary>
    public required string? RedirectUri { get; init; }

    public required string? State { get; init; }

    /// <summary>The session that a hint names.</summary>
    public required string? HintedSession { get; init; }
}

using Auth0.AspNetCore.Mrrt.Testing.Authorize;

namespace Auth0.AspNetCore.Mrrt.Testing.Grants;

/// <summary>What a sign-in granted. Its code and all its refresh tokens stand for this.</summary>
internal sealed class LoginGrant
{
    public required TenantClient Client { get; init; }

    public required TenantUser User { get; init; }

    /// <summary>The API of the sign-in; null for userinfo only.</summary>
    public required string? Audience { get; init; }

    public required IReadOnlyList<string> Scopes { get; init; }

    public required string SessionId { get; init; }

    public required OrganizationClaims? Organization { get; init; }

    /// <summary>Set when the ID token must carry <c>auth_time</c>.</summary>
    public required DateTimeOffset? AuthenticatedAt { get; init; }
}

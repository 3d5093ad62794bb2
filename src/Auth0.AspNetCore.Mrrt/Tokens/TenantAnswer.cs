using Auth0.AspNetCore.Mrrt.Session.Model;
using Auth0.AspNetCore.Mrrt.TokenEndpoint;

namespace Auth0.AspNetCore.Mrrt.Tokens;

/// <summary>What the tenant answered, and what it was asked with.</summary>
internal sealed class TenantAnswer
{
    public required TokenRefreshResult Answer { get; init; }

    /// <summary>The generation whose refresh token was sent.</summary>
    public required SessionTokens UsedTokens { get; init; }

    /// <summary>The scopes that were sent.</summary>
    public required string? SentScope { get; init; }
}

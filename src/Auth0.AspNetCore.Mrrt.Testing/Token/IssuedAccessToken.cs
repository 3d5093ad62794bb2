using Auth0.AspNetCore.Mrrt.Testing.Grants;

namespace Auth0.AspNetCore.Mrrt.Testing.Token;

/// <summary>What the tenant remembers of an access token.</summary>
internal sealed record IssuedAccessToken(LoginGrant Login, IReadOnlyList<string> Scopes, DateTimeOffset ExpiresAt);

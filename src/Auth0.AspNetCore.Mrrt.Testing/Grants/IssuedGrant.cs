namespace Auth0.AspNetCore.Mrrt.Testing.Grants;

/// <summary>What one exchange grants.</summary>
/// <param name="Api">The API the access token is for; null for userinfo only.</param>
/// <param name="Scopes">The scopes, in the order in which they were asked for.</param>
/// <param name="Policy">What allowed it, in the words of Auth0's logs.</param>
internal sealed record IssuedGrant(TenantApi? Api, IReadOnlyList<string> Scopes, string? Policy);

namespace Auth0.AspNetCore.Mrrt.Coordination;

/// <summary>Which exchange: whose session, which API, which scopes in a fixed order, and from which
/// generation on a stored token will do: a forced refresh is content with a newer one than its caller saw.</summary>
internal readonly record struct ExchangeKey(string SessionId, string Scheme, string? Audience, string Scope, long? ForcedFrom);

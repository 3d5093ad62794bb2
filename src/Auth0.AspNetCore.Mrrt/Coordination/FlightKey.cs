namespace Auth0.AspNetCore.Mrrt.Coordination;

/// <summary>Which exchange: whose session, which API, which scopes in a fixed order, and whether a stored token
/// will do.</summary>
internal readonly record struct FlightKey(string SessionId, string Scheme, string? Audience, string Scope, bool Forced);

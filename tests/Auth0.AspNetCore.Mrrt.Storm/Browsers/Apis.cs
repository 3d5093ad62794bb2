namespace Auth0.AspNetCore.Mrrt.Storm.Browsers;

/// <summary>The APIs that users want tokens for: their names, and the scopes that each knows.</summary>
/// <param name="Audiences">The names.</param>
/// <param name="Scopes">All scopes of each.</param>
/// <param name="Defaults">The scopes that the servers ask for by default.</param>
internal sealed record Apis(string[] Audiences, string[] Scopes, string[] Defaults);

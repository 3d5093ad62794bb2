namespace Auth0.AspNetCore.Mrrt.Redis.Registration;

/// <summary>A login whose servers take turns through Redis.</summary>
/// <param name="Scheme">The login's scheme.</param>
internal sealed record RedisLogin(string Scheme);

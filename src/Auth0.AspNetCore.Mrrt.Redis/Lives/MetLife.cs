namespace Auth0.AspNetCore.Mrrt.Redis.Lives;

/// <summary>One process of Redis as a primary.</summary>
/// <param name="Life">Its name: see life.lua.</param>
/// <param name="Age">How long ago a server first met it.</param>
/// <param name="BeganShort">Nobody remembered an earlier life when it was first met, so it was quiet for a short time only.</param>
internal readonly record struct MetLife(string Life, TimeSpan Age, bool BeganShort);

namespace Auth0.AspNetCore.Mrrt.Redis.Lives;

/// <summary>One process of Redis as a primary.</summary>
/// <param name="Life">Its name: see life.lua.</param>
/// <param name="ByRedis">How long ago a server first met it, by Redis's clock. Somebody may set that clock, so it decides
/// nothing.</param>
/// <param name="AtFirst">How old it counted when this server first met it: more than nothing for a new Redis.</param>
/// <param name="KnownFor">For how long a server has known it, as that server measured it.</param>
/// <param name="BeganShort">Nobody remembered an earlier life when it was first met, so it was quiet for a short time only. It is
/// asked for again when that is over.</param>
internal readonly record struct MetLife(string Life, TimeSpan ByRedis, TimeSpan AtFirst, TimeSpan KnownFor, bool BeganShort);

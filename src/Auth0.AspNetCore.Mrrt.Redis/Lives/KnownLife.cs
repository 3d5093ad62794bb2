namespace Auth0.AspNetCore.Mrrt.Redis.Lives;

/// <summary>A life of Redis as this server knows it now.</summary>
/// <param name="Met">What was told when it was last asked for.</param>
/// <param name="Here">For how long this server has known it.</param>
/// <param name="SinceMet">How long ago it was last asked for.</param>
internal readonly record struct KnownLife(MetLife Met, TimeSpan Here, TimeSpan SinceMet)
{
    /// <summary>How old it is at least, as servers have measured it: no step of Redis's clock makes it older.</summary>
    public TimeSpan Age
    {
        get
        {
            var (own, told) = (Met.AtFirst + Here, Met.KnownFor + SinceMet);
            return Met.KnownFor > TimeSpan.Zero && told > own ? told : own;
        }
    }

    /// <summary>The same by Redis's clock.</summary>
    public TimeSpan ByRedis => Met.ByRedis + SinceMet;
}

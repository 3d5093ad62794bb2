namespace Auth0.AspNetCore.Mrrt.Coordination.Shared;

/// <summary>Pauses between attempts: each twice as long as the one before, up to a longest one.</summary>
/// <param name="first">The first pause.</param>
/// <param name="longest">The longest pause, before it is spread.</param>
internal struct GrowingPause(TimeSpan first, TimeSpan longest)
{
    /// <summary>The pause that is next, before it is spread.</summary>
    public TimeSpan Length { get; private set; } = first;

    /// <summary>Gives the pause that is next, half as long to half as long again, and grows. It spreads the servers' attempts.</summary>
    public TimeSpan Next()
    {
#pragma warning disable CA5394 // nobody gains by guessing it
        var pause = Length * (0.5 + Random.Shared.NextDouble());
#pragma warning restore CA5394
        Length = Length * 2 < longest ? Length * 2 : longest;
        return pause;
    }
}

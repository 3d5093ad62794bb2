using Auth0.AspNetCore.Mrrt.Testing.Contracts;

namespace Auth0.AspNetCore.Mrrt.Storm.Backends;

/// <summary>What may happen on the way between the servers and what they agree through.</summary>
internal static class BackendNetwork
{
    /// <summary>Nothing arrives for a while, and nothing breaks.</summary>
    public static BackendAccident Silence(NetworkRelay relay) => new(
        "silence",
        async (random, cancellationToken) =>
        {
            relay.Freeze();
            await WaitAsync(random, 300, 6000, cancellationToken);
            relay.Thaw();
        },
        StormTimes.Recovery);

    /// <summary>Every connection breaks, and new ones are let through.</summary>
    public static BackendAccident Cut(NetworkRelay relay) => new(
        "connections cut",
        (_, _) =>
        {
            relay.Break();
            return Task.CompletedTask;
        },
        StormTimes.Recovery);

    /// <summary>Nobody reaches it for a while.</summary>
    public static BackendAccident Outage(NetworkRelay relay) => new(
        "cut off",
        async (random, cancellationToken) =>
        {
            relay.CutOff();
            await WaitAsync(random, 1000, 5000, cancellationToken);
            relay.Reconnect();
        },
        StormTimes.Recovery);

    /// <summary>Waits, unless the storm is over.</summary>
    public static async Task WaitAsync(Random random, int least, int most, CancellationToken cancellationToken) =>
        await Task.Delay(TimeSpan.FromMilliseconds(random.Next(least, most)), TimeProvider.System, cancellationToken)
            .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
}

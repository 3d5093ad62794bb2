namespace Auth0.AspNetCore.Mrrt.Storm.Browsers;

/// <summary>Everything about a request that chance decides, drawn before it begins: the order in which requests end
/// must not change what is drawn next.</summary>
internal sealed record RequestPlan
{
    private const double AbandonedShare = 0.04;
    private const double ForcedShare = 0.02;
    private const double LateShare = 0.5;
    private const int LatestMilliseconds = 900;

    public required int Api { get; init; }

    public required string? Scope { get; init; }

    public required bool Forced { get; init; }

    /// <summary>Which server, as a draw from [0, 1).</summary>
    public required double Server { get; init; }

    /// <summary>When the browser goes away; never, for most.</summary>
    public required TimeSpan? AbandonedAfter { get; init; }

    /// <summary>How long the response is on its way back: later ones overtake it.</summary>
    public required TimeSpan DeliveredAfter { get; init; }

    public static RequestPlan Draw(Random random, IReadOnlyList<string> scopes)
    {
        var api = random.Next(scopes.Count);
        string?[] named = [null, .. scopes[api].Split(' ')];
        return new RequestPlan
        {
            Api = api,
            Scope = named[random.Next(named.Length)],
            Forced = random.NextDouble() < ForcedShare,
            Server = random.NextDouble(),
            AbandonedAfter = random.NextDouble() < AbandonedShare ? Milliseconds(random.Next(150)) : null,
            DeliveredAfter = random.NextDouble() < LateShare
                ? Milliseconds(random.Next(LatestMilliseconds))
                : TimeSpan.Zero,
        };
    }

    private static TimeSpan Milliseconds(int milliseconds) => TimeSpan.FromMilliseconds(milliseconds);
}

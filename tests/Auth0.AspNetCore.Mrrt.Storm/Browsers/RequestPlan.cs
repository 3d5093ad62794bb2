namespace Auth0.AspNetCore.Mrrt.Storm.Browsers;

/// <summary>Everything about a request that chance decides, drawn before it begins: the order in which requests end
/// must not change what is drawn next.</summary>
internal sealed record RequestPlan
{
    private const double AbandonedShare = 0.04;
    private const double ForcedShare = 0.02;
    private const double LateShare = 0.5;
    private const double RenewingShare = 0.04;
    private const double CopyingShare = 0.03;
    private const int LatestMilliseconds = 900;

    private static readonly (Operation Operation, double Share)[] Shares =
    [
        (Operation.ClaimsChange, 0.05),
        (Operation.OutAndIn, 0.01),
        (Operation.Reissue, 0.01),
        (Operation.Elevate, 0.01),
        (Operation.OldCookie, 0.04),
    ];

    public required int Api { get; init; }

    public required string? Scope { get; init; }

    public required bool Forced { get; init; }

    /// <summary>Which server, as a draw from [0, 1).</summary>
    public required double Server { get; init; }

    /// <summary>When the browser goes away; never, for most.</summary>
    public required TimeSpan? AbandonedAfter { get; init; }

    /// <summary>How long the response is on its way back: later ones overtake it.</summary>
    public required TimeSpan DeliveredAfter { get; init; }

    public Operation Operation { get; init; }

    /// <summary>The application wants the session's cookie renewed.</summary>
    public bool Renews { get; init; }

    /// <summary>The browser's cookies of this moment are kept, and are sent again later.</summary>
    public bool KeepsCopy { get; init; }

    /// <summary>Which of the earlier cookies, as a draw from [0, 1).</summary>
    public double Copy { get; init; }

    /// <summary>A request for a token that begins at once and whose response comes at once.</summary>
    public static RequestPlan Plain(double server, bool forced) => new()
    {
        Api = 0,
        Scope = null,
        Forced = forced,
        Server = server,
        AbandonedAfter = null,
        DeliveredAfter = TimeSpan.Zero,
    };

    public static RequestPlan Draw(Random random, IReadOnlyList<string> scopes, Operations operations)
    {
        var api = random.Next(scopes.Count);
        string?[] named = [null, .. scopes[api].Split(' ')];
        var plan = new RequestPlan
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
        return operations == Operations.Plain ? plan : plan with
        {
            Operation = DrawOperation(random.NextDouble()),
            Renews = random.NextDouble() < RenewingShare,
            KeepsCopy = random.NextDouble() < CopyingShare,
            Copy = random.NextDouble(),
        };
    }

    private static Operation DrawOperation(double draw)
    {
        foreach (var (operation, share) in Shares)
        {
            if ((draw -= share) < 0)
            {
                return operation;
            }
        }

        return Operation.Token;
    }

    private static TimeSpan Milliseconds(int milliseconds) => TimeSpan.FromMilliseconds(milliseconds);
}

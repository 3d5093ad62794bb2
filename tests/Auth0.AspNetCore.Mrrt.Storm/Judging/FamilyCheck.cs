using Auth0.AspNetCore.Mrrt.Testing;

namespace Auth0.AspNetCore.Mrrt.Storm.Judging;

/// <summary>
/// Reads the tenant's log of a family of refresh tokens: each exchange must present what the one before brought. Where
/// one does not, and a server was killed between the tenant's rotation and the commit, the family is in doubt: that
/// window no client can close.
/// </summary>
internal sealed class FamilyCheck
{
    private readonly Evidence _evidence;
    private readonly ILookup<string, LoggedExchange> _families;
    private readonly HandedOut _handedOut;

    public FamilyCheck(Evidence evidence)
    {
        _evidence = evidence;
        _families = evidence.Exchanges.Where(exchange => exchange.Family is not null)
            .ToLookup(exchange => exchange.Family!);
        _handedOut = new HandedOut(evidence);
        foreach (var family in _families)
        {
            Examine([.. family]);
        }
    }

    /// <summary>The reuse that ended a family in doubt.</summary>
    public List<LoggedExchange> InDoubt { get; } = [];

    /// <summary>When the killed servers' last exchanges had been granted, for people to judge the judge.</summary>
    public List<string> Doubts { get; } = [];

    /// <summary>Exchanges that did not present what the one before had brought.</summary>
    public List<string> Broken { get; } = [];

    /// <summary>Whether a user's session at a time was one whose family is in doubt.</summary>
    public bool IsInDoubt(string user, DateTimeOffset at)
    {
        var signedIn = _evidence.Exchanges
            .Where(exchange => exchange.User == user && !exchange.IsRefresh && exchange.Granted && exchange.At <= at)
            .Select(exchange => exchange.At)
            .DefaultIfEmpty(DateTimeOffset.MinValue)
            .Max();
        return InDoubt.Any(reuse => reuse.User == user && reuse.At >= signedIn && reuse.At <= at);
    }

    private void Examine(LoggedExchange[] family)
    {
        var newest = 1;
        foreach (var exchange in family.Where(exchange => exchange.IsRefresh))
        {
            if (exchange.Outcome == TokenExchangeOutcome.ReuseDetected && IsLostWithItsServer(exchange, family))
            {
                InDoubt.Add(exchange);
                Doubts.Add(Explain(exchange, family));
                return; // nothing of the family is worth anything from here on
            }

            if (exchange.Generation != newest)
            {
                Broken.Add(Describe(exchange, family));
            }

            newest = exchange.Granted ? exchange.Generation!.Value + 1 : newest;
        }
    }

    private bool IsLostWithItsServer(LoggedExchange reuse, LoggedExchange[] family)
    {
        var rotation = family.FirstOrDefault(exchange =>
            exchange.IsRefresh && exchange.Granted && exchange.Generation == reuse.Generation);
        return WasInFlightWhenKilled(reuse)
            || (rotation is not null
                && WasUnderWayWhenKilled(rotation)
                && !family.Any(exchange => exchange.IsRefresh && exchange.Granted && exchange.Generation > rotation.Generation)
                && !_handedOut.Contains(rotation)); // a token is given out only when what came with it is kept
    }

    private string Describe(LoggedExchange exchange, LoggedExchange[] family)
    {
        var rotation = family.LastOrDefault(other =>
            other.IsRefresh && other.Granted && other.Generation == exchange.Generation && other != exchange);
        return $"lost token: {exchange.At:HH:mm:ss.fff} {exchange.User}: {exchange.Node} presented generation "
            + $"{exchange.Generation} of {exchange.Family} again ({exchange.Outcome})"
            + (rotation is null
                ? ""
                : $", rotated {rotation.At:HH:mm:ss.fff} by {rotation.Node} for {rotation.Audience} [{rotation.Scope}], "
                    + (_handedOut.Contains(rotation) ? "given out" : "given to nobody"))
            + (_evidence.LastAttempt(exchange.User, exchange.At) is { } attempt ? $"; after {attempt}" : "");
    }

    private string Explain(LoggedExchange reuse, LoggedExchange[] family)
    {
        var lost = WasInFlightWhenKilled(reuse)
            ? reuse
            : family.First(exchange => exchange.IsRefresh && exchange.Granted && exchange.Generation == reuse.Generation);
        var kill = _evidence.Kills.First(kill => kill.Node == lost.Node);
        return $"in doubt: {reuse.At:HH:mm:ss.fff} {reuse.User}: granted to node {kill.Node.Node} "
            + $"{(lost.At - kill.At).TotalMilliseconds:F0} ms after it was killed";
    }

    /// <summary>A call that a server had sent when it was killed, and that the tenant decided afterwards.</summary>
    private bool WasInFlightWhenKilled(LoggedExchange exchange) =>
        _evidence.Kills.Any(kill => kill.Node == exchange.Node && exchange.At >= kill.At);

    private bool WasUnderWayWhenKilled(LoggedExchange exchange) => _evidence.Kills.Any(
        kill => kill.Node == exchange.Node && exchange.At >= kill.At - StormTimes.CommitWindow);
}

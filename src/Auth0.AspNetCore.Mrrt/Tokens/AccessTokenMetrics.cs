using System.Diagnostics.Metrics;
using Auth0.AspNetCore.Mrrt.Diagnostics;

namespace Auth0.AspNetCore.Mrrt.Tokens;

/// <summary>What operators can count. Schemes and reasons only.</summary>
internal sealed class AccessTokenMetrics
{
    private readonly Counter<long> _exchanges;
    private readonly Counter<long> _evictions;

    public AccessTokenMetrics(IMeterFactory meters)
    {
        var meter = meters.Create(LibraryMeter.Name);
        _exchanges = meter.CreateCounter<long>(
            "auth0.access_token.exchanges", "{exchange}", "Refresh tokens exchanged, by how it ended.");
        _evictions = meter.CreateCounter<long>(
            "auth0.access_token.evictions", "{token}", "Additional access tokens dropped because a session held too many.");
    }

    public void Exchanged(string scheme, AccessTokenFailure? reason) => _exchanges.Add(
        1,
        new KeyValuePair<string, object?>("scheme", scheme),
        new KeyValuePair<string, object?>("outcome", reason?.ToString() ?? "Granted"));

    public void Evicted(string scheme, int count) =>
        _evictions.Add(count, new KeyValuePair<string, object?>("scheme", scheme));
}

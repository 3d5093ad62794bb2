using System.Diagnostics.Metrics;
using Auth0.AspNetCore.Mrrt.Tokens;

namespace Auth0.AspNetCore.Mrrt.Tests.Tokens;

/// <summary>What operators see of the counters: names, units, texts and tags.</summary>
public sealed class AccessTokenMetricsTests : IDisposable
{
    private readonly TestMeters _meters = new();

    public void Dispose() => _meters.Dispose();

    [Fact]
    public void Each_counter_has_a_unit_and_a_text()
    {
        var seen = new List<(string Name, string? Unit, string? Text)>();
        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, _) =>
            {
                if (instrument.Meter.Scope == _meters)
                {
                    seen.Add((instrument.Name, instrument.Unit, instrument.Description));
                }
            },
        };
        listener.Start();
        _ = new AccessTokenMetrics(_meters);
        seen.Should().BeEquivalentTo(new[]
        {
            ("auth0.access_token.exchanges", "{exchange}", "Refresh tokens exchanged, by how it ended."),
            ("auth0.access_token.evictions", "{token}", "Additional access tokens dropped because a session held too many."),
        });
    }

    [Fact]
    public void Each_count_names_the_scheme_and_the_outcome()
    {
        var metrics = new AccessTokenMetrics(_meters);
        metrics.Exchanged("Auth0", reason: null);
        metrics.Exchanged("Auth0", AccessTokenFailure.Transient);
        metrics.Evicted("Auth0", 3);
        _meters.Counts.Should().BeEquivalentTo(new Dictionary<string, long>
        {
            ["auth0.access_token.exchanges scheme=Auth0 outcome=Granted"] = 1,
            ["auth0.access_token.exchanges scheme=Auth0 outcome=Transient"] = 1,
            ["auth0.access_token.evictions scheme=Auth0"] = 3,
        });
    }
}

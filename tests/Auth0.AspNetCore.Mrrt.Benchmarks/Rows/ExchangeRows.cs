using Auth0.AspNetCore.Mrrt.Benchmarks.Sites;

namespace Auth0.AspNetCore.Mrrt.Benchmarks.Rows;

/// <summary>A whole request whose access token has expired, with an exchange that is answered from memory, against what an
/// application writes by hand for a plain cookie with the same tokens in its ticket.</summary>
internal static class ExchangeRows
{
    public static async IAsyncEnumerable<Row> MeasureAsync()
    {
        await Task.CompletedTask;
        (int Additional, double Time, double Bytes)[] targets = [(0, 1.20, 1.0), (5, 0.90, 0.75), (20, 0.65, 0.60)];
        foreach (var (additional, time, bytes) in targets)
        {
            using var byHand = ExchangeRequests.ByHand(additional);
            using var session = ExchangeRequests.Session(additional);
            var measured = Interleaved.Measure(byHand.Work, session.Work);
            yield return RatioRow.Of($"exchange-{additional}", measured[1], measured[0], time, bytes);
        }
    }
}

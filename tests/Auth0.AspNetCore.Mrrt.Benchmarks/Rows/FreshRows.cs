using Auth0.AspNetCore.Mrrt.Benchmarks.Sites;

namespace Auth0.AspNetCore.Mrrt.Benchmarks.Rows;

/// <summary>A request with the session's cookie, its authentication and one token, against the plain cookie without
/// additional tokens.</summary>
internal static class FreshRows
{
    public static async IAsyncEnumerable<Row> MeasureAsync()
    {
        await Task.CompletedTask;
        using var plain = Site.Plain();
        using var mrrt = Site.Mrrt();
        var measured = FreshRequests.Measure(plain, mrrt);
        yield return RatioRow.Of("fresh-0", measured[1], measured[0], time: 0.82, bytes: 0.55);
        yield return RatioRow.Of("fresh-5", measured[2], measured[0], time: 0.95, bytes: 0.85);
        yield return RatioRow.Of("fresh-20", measured[3], measured[0], time: 1.30, bytes: 1.6);
        yield return RatioRow.Of("fresh-5-additional", measured[4], measured[0], time: 1.30, bytes: 0.85);
        yield return RatioRow.Of("fresh-20-additional", measured[5], measured[0], time: 1.75, bytes: 1.6);
    }
}

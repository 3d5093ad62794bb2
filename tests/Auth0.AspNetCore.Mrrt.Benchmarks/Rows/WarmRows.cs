using Auth0.AspNetCore.Mrrt.Benchmarks.Sites;

namespace Auth0.AspNetCore.Mrrt.Benchmarks.Rows;

/// <summary>A token that the request has asked for before, against the framework's <c>GetTokenAsync</c>.</summary>
internal static class WarmRows
{
    private const double Most = 0.35;

    public static async IAsyncEnumerable<Row> MeasureAsync()
    {
        using var plain = Site.Plain();
        using var mrrt = Site.Mrrt();
        var measured = Interleaved.Measure(
            await WarmRequests.PlainAsync(plain),
            await WarmRequests.SessionAsync(mrrt, 0),
            await WarmRequests.SessionAsync(mrrt, 1),
            await WarmRequests.SessionAsync(mrrt, 5),
            await WarmRequests.SessionAsync(mrrt, 20));
        var against = measured[0];
        string[] names = ["warm-primary", "warm-1", "warm-5", "warm-20"];
        for (var i = 0; i < names.Length; i++)
        {
            var token = measured[i + 1];
            var ratio = token.Minimum / against.Minimum;
            yield return new Row(
                names[i],
                ratio,
                token.Bytes,
                "<=0.35,0B",
                ratio <= Most && token.Bytes == 0,
                $"median={token.Median / against.Median:0.00} ns={token.Minimum:0} against_ns={against.Minimum:0}");
        }

        var growth = measured[4].Minimum / measured[2].Minimum;
        yield return new Row(
            "warm-20-to-1", growth, null, "<=1.20", growth <= 1.2, $"median={measured[4].Median / measured[2].Median:0.00}");
    }
}

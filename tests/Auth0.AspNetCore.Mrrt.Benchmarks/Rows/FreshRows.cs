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
        var measured = Interleaved.Measure(
            FreshRequests.Plain(plain),
            FreshRequests.Session(mrrt, 0),
            FreshRequests.Session(mrrt, 5),
            FreshRequests.Session(mrrt, 20));
        (string Name, double Time, double Bytes)[] targets = [("fresh-0", 0.85, 0.55), ("fresh-5", 1.10, 1.0), ("fresh-20", 1.75, 2.5)];
        for (var i = 0; i < targets.Length; i++)
        {
            var (name, time, bytes) = targets[i];
            var (request, against) = (measured[i + 1], measured[0]);
            var ratio = request.Minimum / against.Minimum;
            var byteRatio = request.Bytes / against.Bytes;
            yield return new Row(
                name,
                ratio,
                request.Bytes,
                $"<={time:0.00},bytes<={bytes:0.00}x",
                ratio <= time && byteRatio <= bytes,
                $"median={request.Median / against.Median:0.00} bytes_ratio={byteRatio:0.000} us={request.Minimum / 1000:0.0} "
                + $"against_us={against.Minimum / 1000:0.0}");
        }
    }
}

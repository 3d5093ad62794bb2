using Auth0.AspNetCore.Mrrt.Benchmarks.Logins;

namespace Auth0.AspNetCore.Mrrt.Benchmarks.Rows;

/// <summary>A request without a session to an endpoint that needs none, against the framework's own handler.</summary>
internal static class AnonymousRows
{
    private const double MostTime = 1.05;
    private const double MostBytesMore = 100;

    public static async IAsyncEnumerable<Row> MeasureAsync()
    {
        await Task.CompletedTask;
        using var plain = LoginSite.Plain();
        using var mrrt = LoginSite.Mrrt();
        var measured = Interleaved.Measure(plain.AnswerAnonymous, mrrt.AnswerAnonymous);
        var (against, request) = (measured[0], measured[1]);
        var ratio = request.Minimum / against.Minimum;
        var more = request.Bytes - against.Bytes;
        yield return new Row(
            "anonymous",
            ratio,
            request.Bytes,
            "<=1.05,bytes<=+100",
            ratio <= MostTime && more <= MostBytesMore,
            $"median={request.Median / against.Median:0.00} more_bytes={more:0} ns={request.Minimum:0} "
            + $"against_ns={against.Minimum:0}");
    }
}

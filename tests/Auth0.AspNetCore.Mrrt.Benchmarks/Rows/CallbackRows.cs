using Auth0.AspNetCore.Mrrt.Benchmarks.Logins;

namespace Auth0.AspNetCore.Mrrt.Benchmarks.Rows;

/// <summary>The callback of a login, from the code to the session's cookie, against the framework's own handler.</summary>
internal static class CallbackRows
{
    private const double MostTime = 1.40;
    private const double MostBytes = 1.10;

    public static async IAsyncEnumerable<Row> MeasureAsync()
    {
        await Task.CompletedTask;
        using var plain = LoginSite.Plain();
        using var mrrt = LoginSite.Mrrt();
        var measured = Interleaved.Measure(Callbacks.Of(plain), Callbacks.Of(mrrt));
        var (against, callback) = (measured[0], measured[1]);
        var ratio = callback.Minimum / against.Minimum;
        var byteRatio = callback.Bytes / against.Bytes;
        yield return new Row(
            "callback",
            ratio,
            callback.Bytes,
            "<=1.40,bytes<=1.10x",
            ratio <= MostTime && byteRatio <= MostBytes,
            $"median={callback.Median / against.Median:0.00} bytes_ratio={byteRatio:0.000} us={callback.Minimum / 1000:0.0} "
            + $"against_us={against.Minimum / 1000:0.0} against_bytes={against.Bytes:0}");
    }
}

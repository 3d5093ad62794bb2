namespace Auth0.AspNetCore.Mrrt.Benchmarks;

/// <summary>A row of a request against another one.</summary>
internal static class RatioRow
{
    /// <param name="name">The row.</param>
    /// <param name="request">What the request costs.</param>
    /// <param name="against">What the other one costs.</param>
    /// <param name="time">The target: the most time, in parts of the other one's.</param>
    /// <param name="bytes">The target: the most bytes, in parts of the other one's. Null when there is no target for them.</param>
    public static Row Of(string name, Measured request, Measured against, double time, double? bytes = null)
    {
        var ratio = request.Minimum / against.Minimum;
        var byteRatio = request.Bytes / against.Bytes;
        return new Row(
            name,
            ratio,
            request.Bytes,
            $"<={time:0.00}{(bytes is null ? "" : $",bytes<={bytes:0.00}x")}",
            ratio <= time && !(byteRatio > bytes),
            $"median={request.Median / against.Median:0.00} bytes_ratio={byteRatio:0.000} us={request.Minimum / 1000:0.0} "
            + $"against_us={against.Minimum / 1000:0.0}");
    }
}

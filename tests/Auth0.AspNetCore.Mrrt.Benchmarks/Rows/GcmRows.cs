using Auth0.AspNetCore.Mrrt.Benchmarks.Sites;

namespace Auth0.AspNetCore.Mrrt.Benchmarks.Rows;

/// <summary>A fresh request of an application with AES-GCM keys, against the plain cookie with the default ones.</summary>
internal static class GcmRows
{
    public static async IAsyncEnumerable<Row> MeasureAsync()
    {
        await Task.CompletedTask;
        using var plain = Site.Plain(KeyRings.Default);
        using var mrrt = Site.Mrrt(keys: KeyRings.Gcm);
        var measured = FreshRequests.Measure(plain, mrrt);
        yield return RatioRow.Of("gcm-fresh-0", measured[1], measured[0], time: 0.62);
        yield return RatioRow.Of("gcm-fresh-5", measured[2], measured[0], time: 0.75);
        yield return RatioRow.Of("gcm-fresh-20", measured[3], measured[0], time: 1.0);
    }
}

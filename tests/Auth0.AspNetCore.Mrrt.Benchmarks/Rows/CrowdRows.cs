using System.Diagnostics;
using Auth0.AspNetCore.Mrrt.Benchmarks.Sites;

namespace Auth0.AspNetCore.Mrrt.Benchmarks.Rows;

/// <summary>Many calls at once for tokens that have expired.</summary>
internal static class CrowdRows
{
    private const int Attempts = 5;

    private static readonly TimeSpan Latency = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan More = TimeSpan.FromMilliseconds(50);

    public static async IAsyncEnumerable<Row> MeasureAsync()
    {
        yield return await MeasureAsync("stampede", audiences: 1, callers: 1000);
        yield return await MeasureAsync("audiences", audiences: 5, callers: 200);
    }

    /// <summary>The fastest of some attempts decides: the machine is not ours alone. The exchanges and the tokens have to
    /// be right in each.</summary>
    private static async Task<Row> MeasureAsync(string name, int audiences, int callers)
    {
        var attempts = new List<Attempt>();
        while (attempts.Count < Attempts)
        {
            attempts.Add(await OnceAsync(audiences, callers));
        }

        var times = attempts.Select(attempt => attempt.Elapsed).Order().ToArray();
        var right = attempts.Count(attempt => attempt.Right);
        return new Row(
            name,
            times[0] / (Latency * audiences),
            null,
            $"{audiences}_exchange,<={audiences}x50ms+50ms",
            right == Attempts && times[0] <= Latency * audiences + More,
            $"exchanges={attempts.Max(attempt => attempt.Exchanges)} ms={times[0].TotalMilliseconds:0} "
            + $"median_ms={times[Attempts / 2].TotalMilliseconds:0} right={right}_of_{Attempts}");
    }

    private static async Task<Attempt> OnceAsync(int audiences, int callers)
    {
        using var tenant = new LocalTenant(Latency);
        using var site = Site.Mrrt(tenant);
        var cookie = site.CookieOf(Samples.Session(audiences, Samples.Now.AddDays(-2)));
        var requests = Enumerable.Range(0, audiences * callers).Select(_ => site.Request(cookie)).ToArray();
        var wanted = Enumerable.Range(1, audiences).Select(number => new AccessTokenRequest { Audience = Samples.Audience(number) })
            .ToArray();
        var started = Stopwatch.GetTimestamp();
        var got = await Task.WhenAll(requests.Select((request, i) =>
            Task.Run(async () => await request.HttpContext.GetAccessTokenAsync(wanted[i % audiences]))));
        var elapsed = Stopwatch.GetElapsedTime(started);
        var right = tenant.Exchanges == audiences
            && got.Select((token, i) => token == Samples.Jwt(Samples.Audience(i % audiences + 1))).All(same => same);
        foreach (var request in requests)
        {
            request.Dispose();
        }

        return new Attempt(elapsed, tenant.Exchanges, right);
    }

    /// <param name="Elapsed">From the first call to the last answer.</param>
    /// <param name="Exchanges">What the tenant counted.</param>
    /// <param name="Right">Whether that was one for each audience, and every caller got its token.</param>
    private sealed record Attempt(TimeSpan Elapsed, int Exchanges, bool Right);
}

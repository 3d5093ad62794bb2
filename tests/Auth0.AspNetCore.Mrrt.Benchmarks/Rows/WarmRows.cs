using Auth0.AspNetCore.Mrrt.Benchmarks.Sites;
using Microsoft.Extensions.DependencyInjection;

namespace Auth0.AspNetCore.Mrrt.Benchmarks.Rows;

/// <summary>A token that the request has asked for before, against the framework's <c>GetTokenAsync</c>.</summary>
internal static class WarmRows
{
    public static async IAsyncEnumerable<Row> MeasureAsync()
    {
        using var plain = Site.Plain();
        using var mrrt = Site.Mrrt();
        using var scoped = Site.Mrrt(build: builder => builder.Services.Configure<Auth0WebAppWithAccessTokenOptions>(
            Auth0Constants.AuthenticationScheme,
            options => options.ScopeByAudience[Samples.Audience(1)] = Samples.Scope));
        var measured = Interleaved.Measure(
            await WarmRequests.PlainAsync(plain),
            await WarmRequests.SessionAsync(mrrt, 0),
            await WarmRequests.SessionAsync(mrrt, 1),
            await WarmRequests.SessionAsync(mrrt, 5),
            await WarmRequests.SessionAsync(mrrt, 20),
            await WarmRequests.SessionAsync(scoped, 1));
        var against = measured[0];
        (string Name, double Most)[] rows =
            [("warm-primary", 0.35), ("warm-1", 0.35), ("warm-5", 0.35), ("warm-20", 0.50), ("warm-scopes", 0.40)];
        foreach (var ((name, most), token) in rows.Zip(measured.Skip(1)))
        {
            var ratio = token.Minimum / against.Minimum;
            yield return new Row(
                name,
                ratio,
                token.Bytes,
                $"<={most:0.00},0B",
                ratio <= most && token.Bytes == 0,
                $"median={token.Median / against.Median:0.00} ns={token.Minimum:0} against_ns={against.Minimum:0}");
        }
    }
}

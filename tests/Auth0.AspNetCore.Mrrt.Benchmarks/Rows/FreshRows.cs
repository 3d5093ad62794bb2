using Auth0.AspNetCore.Mrrt.Benchmarks.Sites;
using Microsoft.AspNetCore.Authentication;

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
        var now = Samples.Now;
        var plainCookie = plain.PlainCookieOf(Samples.Session(0, now));
        var measured = Interleaved.Measure(
            () => Plain(plain, plainCookie), Mrrt(mrrt, 0), Mrrt(mrrt, 5), Mrrt(mrrt, 20));
        (string Name, double Time, double Bytes)[] targets = [("fresh-0", 0.85, 0.55), ("fresh-5", 1.10, 1.0), ("fresh-20", 1.75, 2.5)];
        for (var i = 0; i < targets.Length; i++)
        {
            var (name, time, bytes) = targets[i];
            var ratio = measured[i + 1].Nanoseconds / measured[0].Nanoseconds;
            var byteRatio = measured[i + 1].Bytes / measured[0].Bytes;
            yield return new Row(
                name,
                ratio,
                measured[i + 1].Bytes,
                $"<={time:0.00},bytes<={bytes:0.00}x",
                ratio <= time && byteRatio <= bytes,
                $"bytes_ratio={byteRatio:0.000} us={measured[i + 1].Nanoseconds / 1000:0.0} against_us={measured[0].Nanoseconds / 1000:0.0}");
        }
    }

    private static void Plain(Site site, string cookie)
    {
        using var request = site.Request(cookie);
        Require(request.HttpContext.AuthenticateAsync("Cookies").GetAwaiter().GetResult().Succeeded);
        Require(request.HttpContext.GetTokenAsync("access_token").GetAwaiter().GetResult() is not null);
    }

    private static Action Mrrt(Site site, int additional)
    {
        var cookie = site.CookieOf(Samples.Session(additional, Samples.Now));
        var wanted = additional == 0 ? null : new AccessTokenRequest { Audience = Samples.Audience(additional) };
        return () =>
        {
            using var request = site.Request(cookie);
            Require(request.HttpContext.AuthenticateAsync("Cookies").GetAwaiter().GetResult().Succeeded);
            var token = request.HttpContext.GetAccessTokenAsync(wanted);
            Require(token is { IsCompletedSuccessfully: true, Result: not null });
        };
    }

    private static void Require(bool holds)
    {
        if (!holds)
        {
            throw new InvalidOperationException("The request was not signed in.");
        }
    }
}

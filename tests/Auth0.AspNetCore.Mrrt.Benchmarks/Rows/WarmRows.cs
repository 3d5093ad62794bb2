using Auth0.AspNetCore.Mrrt.Benchmarks.Sites;
using Microsoft.AspNetCore.Authentication;

namespace Auth0.AspNetCore.Mrrt.Benchmarks.Rows;

/// <summary>A token that the request has asked for before, against the framework's <c>GetTokenAsync</c>.</summary>
internal static class WarmRows
{
    private const double Most = 0.35;

    public static async IAsyncEnumerable<Row> MeasureAsync()
    {
        using var plain = Site.Plain();
        using var mrrt = Site.Mrrt();
        var now = Samples.Now;
        using var asPlain = plain.Request(plain.PlainCookieOf(Samples.Session(0, now)));
        await asPlain.HttpContext.AuthenticateAsync("Cookies");
        var (primary, one, five, twenty) = (
            await WarmAsync(mrrt, 0), await WarmAsync(mrrt, 1), await WarmAsync(mrrt, 5), await WarmAsync(mrrt, 20));
        var measured = Interleaved.Measure(
            () => Done(asPlain.HttpContext.GetTokenAsync("access_token")), primary, one, five, twenty);
        var (against, _, _) = measured[0];
        string[] names = ["warm-primary", "warm-1", "warm-5", "warm-20"];
        for (var i = 0; i < names.Length; i++)
        {
            var (time, _, bytes) = measured[i + 1];
            yield return new Row(
                names[i], time / against, bytes, "<=0.35,0B", time / against <= Most && bytes == 0, $"ns={time:0} against_ns={against:0}");
        }

        var growth = measured[4].Nanoseconds / measured[2].Nanoseconds;
        yield return new Row("warm-20-to-1", growth, null, "<=1.20", growth <= 1.2);
    }

    /// <summary>Asks for the last audience, after all of them have been used.</summary>
    private static async Task<Action> WarmAsync(Site site, int additional)
    {
        var httpContext = site.Request(site.CookieOf(Samples.Session(additional, Samples.Now))).HttpContext;
        var request = additional == 0 ? null : new AccessTokenRequest { Audience = Samples.Audience(additional) };
        for (var number = 1; number <= additional; number++)
        {
            var token = await httpContext.GetAccessTokenAsync(new AccessTokenRequest { Audience = Samples.Audience(number) });
            ArgumentNullException.ThrowIfNull(token);
        }

        ArgumentNullException.ThrowIfNull(await httpContext.GetAccessTokenAsync(request));
        return () => Done(httpContext.GetAccessTokenAsync(request));
    }

    private static void Done(ValueTask<string?> task)
    {
        if (!task.IsCompletedSuccessfully || task.Result is null)
        {
            throw new InvalidOperationException("The token was not at hand.");
        }
    }

    private static void Done(Task<string?> task)
    {
        if (!task.IsCompletedSuccessfully || task.Result is null)
        {
            throw new InvalidOperationException("The token was not at hand.");
        }
    }
}

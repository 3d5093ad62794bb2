using Auth0.AspNetCore.Mrrt.Benchmarks.Sites;
using Auth0.AspNetCore.Mrrt.Session.Ticket;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.DependencyInjection;

namespace Auth0.AspNetCore.Mrrt.Benchmarks.Rows;

/// <summary>How long the cookie is, and how much an additional token adds.</summary>
internal static class CookieRows
{
    public static async IAsyncEnumerable<Row> MeasureAsync()
    {
        using var cookies = Site.Mrrt();
        using var framework = Site.Mrrt(format: TicketFormat.Framework);
        var now = Samples.Now;
        int Value(int additional) => Length(cookies, additional);
        var (none, first, twenty) = (Value(0), Value(1), Value(20));
        var average = (twenty - none) / 20.0;
        var against = Length(framework, 0);
        var (firstAgainst, averageAgainst) =
            (Length(framework, 1) - against, (Length(framework, 20) - against) / 20.0);
        yield return new Row(
            "cookie-per-audience",
            average / averageAgainst,
            average,
            "<=900",
            average <= 900,
            $"against={averageAgainst:0} value_1={none} value_2={first} value_4={Value(3)} value_6={Value(5)} value_21={twenty}");
        yield return new Row(
            "cookie-first-audience",
            (first - none) / (double)firstAgainst,
            first - none,
            "<=950",
            first - none <= 950,
            $"against={firstAgainst}");
        using var stored = Site.Mrrt(build: builder => builder.WithSessionStore());
        foreach (var additional in (int[])[0, 20])
        {
            using var request = stored.Request(cookie: null);
            var properties = new AuthenticationProperties();
            TicketTokens.Write(Samples.Session(additional, now), properties.Items);
            await request.HttpContext.SignInAsync("Cookies", Samples.Principal(), properties);
            var header = request.HttpContext.Response.Headers.SetCookie.Sum(cookie => cookie!.Split(';')[0].Length);
            yield return new Row($"cookie-store-{additional}", null, header, "<=400", header is > 0 and <= 400);
        }
    }

    /// <summary>The value of a session's cookie, all chunks together.</summary>
    private static int Length(Site site, int additional) =>
        site.CookieOf(Samples.Session(additional, Samples.Now)).Split("; ")
            .Sum(part => part.Length - part.IndexOf('=', StringComparison.Ordinal) - 1);
}

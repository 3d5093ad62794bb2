using Auth0.AspNetCore.Mrrt.Benchmarks.Sites;
using Auth0.AspNetCore.Mrrt.SampleSessions;
using Auth0.AspNetCore.Mrrt.Session.Model;
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
        var once = Once(cookies);
        yield return new Row("cookie-once", null, once, "<=60", once <= 60);
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

    /// <summary>The bytes that additional tokens cost once: what the first adds more than the second, which is as large. Encryption
    /// fills up the last block. The average of many lengths leaves that out.</summary>
    private static double Once(Site site)
    {
        var now = Samples.Now;
        var bare = Samples.Session(0, now);
        return Enumerable.Range(0, 16).Average(more =>
        {
            var filler = new string('x', more);
            int With(int additional) => Length(site, bare.Next(
                bare.Primary,
                [.. Enumerable.Range(1, additional).Select(number => SampleTokens.Set(Samples.Audience(number) + filler, now))],
                bare.RefreshToken + filler,
                bare.IdToken));
            return With(1) - With(0) - (With(2) - With(1));
        });
    }

    /// <summary>The value of a session's cookie, all chunks together.</summary>
    private static int Length(Site site, int additional) => Length(site, Samples.Session(additional, Samples.Now));

    private static int Length(Site site, SessionTokens session) =>
        site.CookieOf(session).Split("; ").Sum(part => part.Length - part.IndexOf('=', StringComparison.Ordinal) - 1);
}

using System.Diagnostics;
using Auth0.AspNetCore.Mrrt.Benchmarks.Sites;
using Auth0.AspNetCore.Mrrt.Session.Model;
using Auth0.AspNetCore.Mrrt.Tokens;

namespace Auth0.AspNetCore.Mrrt.Benchmarks.Rows;

/// <summary>Scopes by the thousand, which a call beyond its bounds may bring: each comparison stays linear.</summary>
internal static class ScopeRows
{
    private const int Count = 20_000;
    private const double MostMilliseconds = 20;
    private const int Attempts = 5;

    public static async IAsyncEnumerable<Row> MeasureAsync()
    {
        await Task.Yield();
        var scopes = Enumerable.Range(0, Count).Select(number => $"read:thing-{number}").ToArray();
        var (granted, needed) = (string.Join(' ', scopes), string.Join(' ', scopes.Reverse()));
        yield return Measure("scopes-covers", () => ScopeSet.Covers(granted, needed));
        yield return Measure("scopes-same", () => ScopeSet.Same(granted, needed));
        yield return Measure("scopes-missing", () => ScopeSet.Missing(granted, needed).Length == 0);
        yield return Measure("scopes-union", () => ScopeSet.Union(granted, needed)!.Length == granted.Length);

        var session = Samples.Session(1, Samples.Now);
        var set = new AccessTokenSet
        {
            AccessToken = Samples.Jwt("many"),
            Audience = Samples.Audience(1),
            Scope = granted,
            RequestedScope = granted,
            ExpiresAt = Samples.Now.AddHours(1),
        };
        session = session.Next(session.Primary, [set], session.RefreshToken, session.IdToken);
        yield return Measure("scopes-stored", () => TokenMatch.Granted(
            session, Samples.Audience(1), needed, moreScope: null, Samples.Now, TimeSpan.Zero) is not null);
    }

    /// <summary>The fastest of some attempts decides: the machine is not ours alone.</summary>
    private static Row Measure(string name, Func<bool> compare)
    {
        var right = true;
        var times = Enumerable.Range(0, Attempts).Select(_ =>
        {
            var started = Stopwatch.GetTimestamp();
            right &= compare();
            return Stopwatch.GetElapsedTime(started).TotalMilliseconds;
        }).Order().ToArray();
        return new Row(
            name, null, null, $"<={MostMilliseconds:0}ms", right && times[0] <= MostMilliseconds, $"{Count} scopes, ms={times[0]:0.0} median_ms={times[Attempts / 2]:0.0}");
    }
}

using System.Diagnostics;

namespace Quickstart.Check;

/// <summary>The whole journey without a browser: <c>dotnet run --project samples/Quickstart -- --check</c>.</summary>
internal static class CheckJourney
{
    /// <summary>Makes every step, or stops at the first that fails.</summary>
    /// <returns>The exit code.</returns>
    public static async Task<int> RunAsync(Uri home, LocalTenant tenant, AdjustableClock clock)
    {
        using var browser = tenant.OpenBrowser(home, clock);
        var steps = new CheckSteps(new CheckBrowser(browser), tenant, clock);
        Console.WriteLine($"check: {home}");
        foreach (var (name, makeAsync) in steps.InOrder)
        {
            var started = Stopwatch.GetTimestamp();
            try
            {
                var seen = await makeAsync();
                Console.WriteLine($"  {name,-24}{seen} ({Stopwatch.GetElapsedTime(started).TotalMilliseconds:0} ms)");
            }
            catch (Exception e)
            {
                Console.WriteLine($"  {name,-24}{e.Message}");
                Console.WriteLine($"check: failed at '{name}'");
                return 1;
            }
        }

        Console.WriteLine("check: passed");
        return 0;
    }
}

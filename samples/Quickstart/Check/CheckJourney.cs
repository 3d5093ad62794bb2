using System.Diagnostics;

namespace Quickstart.Check;

/// <summary>The whole journey without a browser: <c>dotnet run --project samples/… -- --check</c>.</summary>
internal static class CheckJourney
{
    /// <summary>Makes every step, or stops at the first that fails.</summary>
    /// <param name="home">Where the sample listens.</param>
    /// <param name="steps">The steps in their order. Each tells what it saw.</param>
    /// <returns>The exit code.</returns>
    public static async Task<int> RunAsync(Uri home, IEnumerable<(string Name, Func<Task<string>> MakeAsync)> steps)
    {
        Console.WriteLine($"check: {home}");
        foreach (var (name, makeAsync) in steps)
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

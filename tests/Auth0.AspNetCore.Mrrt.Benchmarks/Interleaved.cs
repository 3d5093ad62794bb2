using System.Diagnostics;

namespace Auth0.AspNetCore.Mrrt.Benchmarks;

/// <summary>
/// Measures several things against one another on a machine that is not ours alone: many short runs, one thing after the
/// other and round again, so that whatever disturbs one disturbs all. The fastest run of each is nearest to what its code
/// costs.
/// </summary>
internal static class Interleaved
{
    private const int Rounds = 120;

    /// <summary>How long one run lasts at least.</summary>
    private static readonly TimeSpan Run = TimeSpan.FromMilliseconds(6);

    public static (double Nanoseconds, double Median, double Bytes)[] Measure(params Action[] actions)
    {
        for (var pass = 0; pass < 3; pass++)
        {
            Array.ForEach(actions, Warm);
        }

        var counts = actions.Select(Count).ToArray();
        var times = actions.Select(_ => new double[Rounds]).ToArray();
        for (var round = 0; round < Rounds; round++)
        {
            for (var i = 0; i < actions.Length; i++)
            {
                times[i][round] = Time(actions[i], counts[i]) / counts[i];
            }
        }

        return [.. actions.Select((action, i) => (times[i].Min(), times[i].Order().ElementAt(Rounds / 2), Bytes(action)))];
    }

    /// <summary>Gives the compiler, which works in the background, calls to learn from and time to do so.</summary>
    private static void Warm(Action action)
    {
        for (var began = Stopwatch.GetTimestamp(); Stopwatch.GetElapsedTime(began) < TimeSpan.FromMilliseconds(350);)
        {
            action();
        }
    }

    /// <summary>Finds how many calls make a run.</summary>
    private static int Count(Action action)
    {
        var count = 1;
        while (Time(action, count) < Run.TotalNanoseconds)
        {
            count *= 2;
        }

        return count;
    }

    private static double Time(Action action, int count)
    {
        var started = Stopwatch.GetTimestamp();
        for (var i = 0; i < count; i++)
        {
            action();
        }

        return Stopwatch.GetElapsedTime(started).TotalNanoseconds;
    }

    private static double Bytes(Action action)
    {
        const int Calls = 64;
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < Calls; i++)
        {
            action();
        }

        return (GC.GetAllocatedBytesForCurrentThread() - before) / (double)Calls;
    }
}

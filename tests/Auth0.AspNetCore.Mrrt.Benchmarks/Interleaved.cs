using System.Diagnostics;
using System.Runtime;

namespace Auth0.AspNetCore.Mrrt.Benchmarks;

/// <summary>
/// Measures several things against one another on a machine that is not ours alone: many short runs, one thing after the
/// other and round again, so that whatever disturbs one disturbs all. The fastest run of each is nearest to what its code
/// costs, and decides.
/// </summary>
internal static class Interleaved
{
    private const int Rounds = 400;
    private const int MostPasses = 20;

    /// <summary>How long each is warmed up in one pass.</summary>
    private static readonly TimeSpan Pass = TimeSpan.FromMilliseconds(200);

    /// <summary>How long one run lasts at least.</summary>
    private static readonly TimeSpan Run = TimeSpan.FromMilliseconds(2);

    public static Measured[] Measure(params Action[] actions)
    {
        WarmUp(actions);
        var counts = actions.Select(Count).ToArray();
        var times = actions.Select(_ => new double[Rounds]).ToArray();
        for (var round = 0; round < Rounds; round++)
        {
            for (var i = 0; i < actions.Length; i++)
            {
                times[i][round] = Time(actions[i], counts[i]) / counts[i];
            }
        }

        return [.. actions.Select((action, i) => new Measured(times[i].Min(), times[i].Order().ElementAt(Rounds / 2), Bytes(action)))];
    }

    /// <summary>Gives the compiler, which works in the background, calls to learn from and time to do so: until it has
    /// nothing more to do, since what it has not got to yet is slower and allocates more. On a busy machine that takes a
    /// while.</summary>
    private static void WarmUp(Action[] actions)
    {
        var quiet = 0;
        for (var pass = 0; pass < MostPasses && quiet < 2; pass++)
        {
            var compiled = JitInfo.GetCompiledMethodCount();
            Array.ForEach(actions, Warm);
            quiet = JitInfo.GetCompiledMethodCount() == compiled ? quiet + 1 : 0;
        }
    }

    private static void Warm(Action action)
    {
        for (var began = Stopwatch.GetTimestamp(); Stopwatch.GetElapsedTime(began) < Pass;)
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

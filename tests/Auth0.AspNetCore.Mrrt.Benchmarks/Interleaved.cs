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

    /// <summary>Preparing a call takes longer than the call itself: there is time for fewer.</summary>
    private const int RoundsOfPrepared = 100;

    private const int MostPasses = 20;

    /// <summary>A login runs through thousands of methods. The compiler pauses before it has finished with them, which takes
    /// some 5,000 calls.</summary>
    private const int LeastPassesOfPrepared = 12;

    /// <summary>How many calls of each one pass makes at least. On a busy machine its time is over after a few.</summary>
    private const int LeastCalls = 500;

    /// <summary>How long each is warmed up in one pass.</summary>
    private static readonly TimeSpan Pass = TimeSpan.FromMilliseconds(200);

    /// <summary>How long one run lasts at least.</summary>
    private static readonly TimeSpan LeastRun = TimeSpan.FromMilliseconds(2);

    public static Measured[] Measure(params Action[] actions) => Measure([.. actions.Select(action => new Work(action))]);

    public static Measured[] Measure(params Work[] works)
    {
        WarmUp(works);
        var counts = works.Select(Count).ToArray();
        var rounds = ArePrepared(works) ? RoundsOfPrepared : Rounds;
        var times = works.Select(_ => new double[rounds]).ToArray();
        for (var round = 0; round < rounds; round++)
        {
            for (var i = 0; i < works.Length; i++)
            {
                times[i][round] = Time(works[i], counts[i]) / counts[i];
            }
        }

        return [.. works.Select((work, i) => new Measured(times[i].Min(), times[i].Order().ElementAt(rounds / 2), Bytes(work)))];
    }

    /// <summary>Gives the compiler, which works in the background, calls to learn from and time to do so: until it has
    /// nothing more to do, since what it has not got to yet is slower and allocates more. On a busy machine that takes a
    /// while.</summary>
    private static void WarmUp(Work[] works)
    {
        var quiet = 0;
        var least = ArePrepared(works) ? LeastPassesOfPrepared : 0;
        for (var pass = 0; pass < MostPasses && (quiet < 2 || pass < least); pass++)
        {
            var compiled = JitInfo.GetCompiledMethodCount();
            Array.ForEach(works, Warm);
            quiet = JitInfo.GetCompiledMethodCount() == compiled ? quiet + 1 : 0;
        }
    }

    private static bool ArePrepared(Work[] works) => works.Any(work => work.Prepare is not null);

    private static void Warm(Work work)
    {
        var began = Stopwatch.GetTimestamp();
        for (var calls = 0; calls < LeastCalls || Stopwatch.GetElapsedTime(began) < Pass; calls++)
        {
            Time(work, 1);
        }
    }

    /// <summary>Finds how many calls make a run.</summary>
    private static int Count(Work work)
    {
        var count = 1;
        while (Time(work, count) < LeastRun.TotalNanoseconds)
        {
            count *= 2;
        }

        return count;
    }

    private static double Time(Work work, int count)
    {
        work.Prepare?.Invoke(count);
        return Run(work, count).TotalNanoseconds;
    }

    private static double Bytes(Work work)
    {
        const int Calls = 64;
        work.Prepare?.Invoke(Calls);
        var before = Allocated(work);
        Run(work, Calls);
        return (Allocated(work) - before) / (double)Calls;
    }

    private static TimeSpan Run(Work work, int count) => work.RunAsync is { } run ? OnPool(run, count) : Run(work.Run, count);

    private static TimeSpan Run(Action run, int count)
    {
        var started = Stopwatch.GetTimestamp();
        for (var i = 0; i < count; i++)
        {
            run();
        }

        return Stopwatch.GetElapsedTime(started);
    }

    private static TimeSpan OnPool(Func<Task> run, int count) => Task.Run(async () =>
    {
        var started = Stopwatch.GetTimestamp();
        for (var i = 0; i < count; i++)
        {
            await run();
        }

        return Stopwatch.GetElapsedTime(started);
    }).GetAwaiter().GetResult();

    private static long Allocated(Work work) =>
        work.MayChangeThread ? GC.GetTotalAllocatedBytes(precise: true) : GC.GetAllocatedBytesForCurrentThread();
}

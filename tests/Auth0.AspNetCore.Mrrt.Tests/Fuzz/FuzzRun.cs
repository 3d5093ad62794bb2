using System.Diagnostics;
using System.Globalization;
using Xunit.Abstractions;

namespace Auth0.AspNetCore.Mrrt.Tests.Fuzz;

/// <summary>
/// How many inputs and from which seed: <c>FUZZ_RUNS</c> for a whole share (200,000 unless set), <c>FUZZ_SEED</c> (drawn and printed
/// unless set). Input number n has the seed n further on, so that a failure can be repeated alone.
/// </summary>
internal static class FuzzRun
{
    public const string Category = "Fuzz";

    private const int OfWholeShare = 200_000;

    private static readonly int Seed = Setting("FUZZ_SEED") ?? Random.Shared.Next(1_000_000_000);

    /// <param name="output">Where the seed is printed.</param>
    /// <param name="share">The part of them that this test gets, in hundredths.</param>
    /// <param name="check">Tries one input.</param>
    public static async Task RunAsync(ITestOutputHelper output, int share, Func<Mutator, Task> check)
    {
        var runs = Math.Max(1, (int)((long)(Setting("FUZZ_RUNS") ?? OfWholeShare) * share / 100));
        var started = Stopwatch.GetTimestamp();
        for (var i = 0; i < runs; i++)
        {
            var seed = unchecked(Seed + i);
            try
            {
                await check(new Mutator(seed));
            }
            catch (Exception e)
            {
                throw new InvalidOperationException($"Repeat with FUZZ_SEED={seed} FUZZ_RUNS=1", e);
            }
        }

        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"FUZZ_SEED={Seed}: {runs} inputs in {Stopwatch.GetElapsedTime(started).TotalSeconds:0.0} s"));
    }

    public static Task RunAsync(ITestOutputHelper output, int share, Action<Mutator> check) => RunAsync(output, share, mutator =>
    {
        check(mutator);
        return Task.CompletedTask;
    });

    private static int? Setting(string name) =>
        int.TryParse(Environment.GetEnvironmentVariable(name), NumberStyles.None, CultureInfo.InvariantCulture, out var value)
            ? value
            : null;
}

using Auth0.AspNetCore.Mrrt.Benchmarks.Sites;
using Auth0.AspNetCore.Mrrt.Coordination;

namespace Auth0.AspNetCore.Mrrt.Benchmarks.Rows;

/// <summary>Sessions refreshing in one process, some much more often than others (Zipf): what 100,000 of them, as many as a
/// server remembers, cost beside 1,000. All of them are remembered all the time. The collector
/// goes through the memory of both in whose round it comes.</summary>
internal static class ManySessionsRows
{
    private const int Few = 1_000;
    private const int Many = InProcessSessionCoordinator.MaxRememberedSessions;
    private const int Exchanges = 500;
    private const int Runs = 9;
    private const int Rounds = 5;

    public static async IAsyncEnumerable<Row> MeasureAsync()
    {
        using var few = new SessionCrowd(Few);
        using var many = new SessionCrowd(Many);
        await few.FillAsync();
        var before = Heap.Bytes();
        await many.FillAsync();
        var pairs = new Pairs(() => few.ExchangeAsync(Exchanges), () => many.ExchangeAsync(Exchanges));
        var sweeps = new List<TimeSpan>();
        var memory = new List<long>();
        var known = true;
        await pairs.RunAsync(Runs);
        pairs.Forget();
        for (var round = 0; round < Rounds; round++)
        {
            await few.SweepAsync();
            sweeps.Add(await many.SweepAsync());
            await pairs.RunAsync(Runs);
            memory.Add(Heap.Bytes() - before);
            known &= few.Remembered == Few && many.Remembered == Many;
        }

        yield return new Row(
            "many-sessions",
            pairs.Ratio,
            null,
            ">=0.90",
            pairs.Ratio >= 0.9 && known,
            $"median of {pairs.Count}; {pairs.Quarters} per_second={Exchanges / pairs.Other.TotalSeconds:0} "
            + $"sweep_ms={Median(sweeps).TotalMilliseconds:0.0}");

        var growth = memory.Max() / (double)memory[0];
        await many.ForgetAsync();
        yield return new Row(
            "many-sessions-memory",
            growth,
            memory[^1] / (double)Many,
            "<=1.05",
            growth <= 1.05 && known,
            $"{Rounds} rounds, remembered={Many} mb={Megabytes(memory[^1])}; when forgotten: remembered={many.Remembered} "
            + $"mb={Megabytes(Heap.Bytes() - before)}");
    }

    private static TimeSpan Median(IEnumerable<TimeSpan> times)
    {
        var ordered = times.Order().ToArray();
        return ordered[ordered.Length / 2];
    }

    private static string Megabytes(long bytes) => (bytes / 1e6).ToString("0.0", System.Globalization.CultureInfo.InvariantCulture);
}

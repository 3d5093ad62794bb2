using Auth0.AspNetCore.Mrrt.Benchmarks.Sites;
using Auth0.AspNetCore.Mrrt.Coordination;

namespace Auth0.AspNetCore.Mrrt.Benchmarks.Rows;

/// <summary>Sessions refreshing in one process, some much more often than others (Zipf): what 100,000 of them, as many as a
/// server remembers, cost beside 1,000. All of them are remembered all the time. The median of the rounds decides, and not
/// the best: the collector goes through the memory of both in whose round it comes.</summary>
internal static class ManySessionsRows
{
    private const int Few = 1_000;
    private const int Many = InProcessSessionCoordinator.MostRemembered;
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
        var pairs = new List<(TimeSpan Few, TimeSpan Many)>();
        var sweeps = new List<TimeSpan>();
        var memory = new List<long>();
        var known = true;
        await RunAsync(few, many); // learns
        for (var round = 0; round < Rounds; round++)
        {
            await few.SweepAsync();
            sweeps.Add(await many.SweepAsync());
            pairs.AddRange(await RunAsync(few, many));
            memory.Add(Heap.Bytes() - before);
            known &= few.Remembered == Few && many.Remembered == Many;
        }

        var ratios = pairs.Select(pair => pair.Few / pair.Many).Order().ToArray();
        var ratio = ratios[ratios.Length / 2];
        yield return new Row(
            "many-sessions",
            ratio,
            null,
            ">=0.90",
            ratio >= 0.9 && known,
            $"median of {ratios.Length}; quarters at {ratios[ratios.Length / 4]:0.00} and {ratios[ratios.Length * 3 / 4]:0.00} "
            + $"per_second={Exchanges / Median(pairs.Select(pair => pair.Many)).TotalSeconds:0} "
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

    /// <summary>Some exchanges of the one and then of the other, and the other way round: who comes first pays for what
    /// was done before.</summary>
    private static async Task<List<(TimeSpan Few, TimeSpan Many)>> RunAsync(SessionCrowd few, SessionCrowd many)
    {
        var pairs = new List<(TimeSpan Few, TimeSpan Many)>();
        while (pairs.Count < Runs)
        {
            if (pairs.Count % 2 == 0)
            {
                var first = await few.ExchangeAsync(Exchanges);
                pairs.Add((first, await many.ExchangeAsync(Exchanges)));
            }
            else
            {
                var first = await many.ExchangeAsync(Exchanges);
                pairs.Add((await few.ExchangeAsync(Exchanges), first));
            }
        }

        return pairs;
    }

    private static TimeSpan Median(IEnumerable<TimeSpan> times)
    {
        var ordered = times.Order().ToArray();
        return ordered[ordered.Length / 2];
    }

    private static string Megabytes(long bytes) => (bytes / 1e6).ToString("0.0", System.Globalization.CultureInfo.InvariantCulture);
}

namespace Auth0.AspNetCore.Mrrt.Benchmarks;

/// <summary>
/// Rounds of one thing and of another that keep the whole machine busy: one after the other, and every second time the other
/// way round, since who comes first pays for what was done before. The median of their ratios is what counts, and not the
/// best round: that is one the collector happened to leave out.
/// </summary>
internal sealed class Pairs(Func<Task<TimeSpan>> one, Func<Task<TimeSpan>> other)
{
    private readonly List<(TimeSpan One, TimeSpan Other)> _rounds = [];

    public int Count => _rounds.Count;

    /// <summary>How much longer the one takes than the other.</summary>
    public double Ratio => RatioAt(0.5);

    public string Quarters => $"quarters at {RatioAt(0.25):0.00} and {RatioAt(0.75):0.00}";

    public TimeSpan Other => _rounds.Select(round => round.Other).Order().ElementAt(Count / 2);

    public async Task RunAsync(int rounds)
    {
        for (var round = 0; round < rounds; round++)
        {
            if (round % 2 == 0)
            {
                var first = await one();
                _rounds.Add((first, await other()));
            }
            else
            {
                var first = await other();
                _rounds.Add((await one(), first));
            }
        }
    }

    /// <summary>What has been measured until now was for learning.</summary>
    public void Forget() => _rounds.Clear();

    private double RatioAt(double part) =>
        _rounds.Select(round => round.One / round.Other).Order().ElementAt((int)(Count * part));
}

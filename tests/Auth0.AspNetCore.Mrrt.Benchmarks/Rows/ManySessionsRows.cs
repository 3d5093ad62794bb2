using System.Diagnostics;
using Auth0.AspNetCore.Mrrt.Benchmarks.Sites;
using Auth0.AspNetCore.Mrrt.Coordination;
using Auth0.AspNetCore.Mrrt.Session;
using Microsoft.Extensions.DependencyInjection;

namespace Auth0.AspNetCore.Mrrt.Benchmarks.Rows;

/// <summary>Sessions refreshing in one process, some much more often than others (Zipf): what 100,000 of them cost beside
/// 1,000.</summary>
internal static class ManySessionsRows
{
    private const int Exchanges = 4_000;
    private const int Rounds = 6;

    public static async IAsyncEnumerable<Row> MeasureAsync()
    {
        using var few = new Crowd(1_000);
        using var many = new Crowd(100_000);
        await few.RunAsync(Exchanges);
        await many.RunAsync(Exchanges);
        var ratios = new List<double>();
        var memory = new List<long>();
        for (var round = 0; round < Rounds; round++)
        {
            var (fewTime, manyTime) = (await few.RunAsync(Exchanges), await many.RunAsync(Exchanges));
            ratios.Add(fewTime / manyTime);
            // Browsers that never came back are waited for so long; who comes next sweeps.
            many.Forget(InProcessSessionCoordinator.RecordLifetime + TimeSpan.FromDays(1));
            await many.RunAsync(1);
            memory.Add(GC.GetTotalMemory(forceFullCollection: true));
        }

        var best = ratios.Max();
        var growth = memory[^1] / (double)memory[0];
        yield return new Row("many-sessions", best, null, ">=0.90", best >= 0.9, $"median={ratios.Order().ElementAt(Rounds / 2):0.00}");
        yield return new Row(
            "many-sessions-memory", growth, memory[^1], "<=1.05", growth <= 1.05, $"remembered={many.Remembered}");
    }

    /// <summary>Sessions, of which the browsers bring the newest cookie the next time.</summary>
    private sealed class Crowd : IDisposable
    {
        private readonly LocalTenant _tenant = new(TimeSpan.Zero);
        private readonly MovingTime _time = new();
        private readonly Site _site;
        private readonly Random _random = new(1);
        private readonly double[] _until;
        private readonly AccessTokenSet _token;
        private readonly long[] _generations; // all that a browser's cookie says of a session here

        public Crowd(int sessions)
        {
            _site = Site.Mrrt(_tenant, builder => builder.Services.AddSingleton<TimeProvider>(_time));
            _generations = new long[sessions];
            _token = Samples.Session(0, _time.GetUtcNow(), TimeSpan.FromDays(999)).Primary!;
            _until = new double[sessions];
            var sum = 0.0;
            for (var rank = 0; rank < sessions; rank++)
            {
                _until[rank] = sum += 1.0 / (rank + 1);
            }
        }

        public int Remembered => _site.Services.GetRequiredService<InProcessSessionCoordinator>().Count;

        public async Task<TimeSpan> RunAsync(int exchanges)
        {
            var started = Stopwatch.GetTimestamp();
            var wanted = new AccessTokenRequest { ForceRefresh = true };
            for (var left = exchanges; left > 0; left--)
            {
                var rank = Array.BinarySearch(_until, _random.NextDouble() * _until[^1]);
                var number = Math.Min(rank < 0 ? ~rank : rank, _generations.Length - 1);
                using var request = _site.Request(cookie: null);
                var view = new RequestSession(new SessionTokens
                {
                    SessionId = $"s-{number}",
                    Generation = _generations[number],
                    Scheme = Auth0Constants.AuthenticationScheme,
                    Primary = _token,
                    RefreshToken = "v1.refresh",
                });
                RequestSessions.Replace(request.HttpContext, "Cookies", view);
                _site.Services.GetRequiredService<LiveSessions>().BringUpToDate(view);
                ArgumentNullException.ThrowIfNull(await request.HttpContext.GetAccessTokenAsync(wanted));
                _generations[number] = view.Tokens.Generation;
            }

            return Stopwatch.GetElapsedTime(started);
        }

        public void Forget(TimeSpan after) => _time.Advance(after);

        public void Dispose()
        {
            _site.Dispose();
            _tenant.Dispose();
        }
    }

    private sealed class MovingTime : TimeProvider
    {
        private DateTimeOffset _now = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

        public override DateTimeOffset GetUtcNow() => _now;

        public void Advance(TimeSpan by) => _now += by;
    }
}

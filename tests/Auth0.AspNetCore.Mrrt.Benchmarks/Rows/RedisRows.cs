using Auth0.AspNetCore.Mrrt.Benchmarks.Sites;
using Auth0.AspNetCore.Mrrt.Redis.Server;
using Auth0.AspNetCore.Mrrt.Testing.Contracts;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.DependencyInjection;

namespace Auth0.AspNetCore.Mrrt.Benchmarks.Rows;

/// <summary>What a request and an exchange cost with Redis: how often the application waits for it, and how many bytes travel, as the
/// network between counts them.</summary>
internal static class RedisRows
{
    /// <summary>The client asks Redis for its role now and then. That is no request's cost, so the cheapest one of a few counts.</summary>
    private const int Tries = 5;

    public static async IAsyncEnumerable<Row> MeasureAsync()
    {
        await using var redis = await LocalRedis.StartAsync();
        foreach (var stored in (bool[])[false, true])
        {
            using var tenant = new LocalTenant(TimeSpan.Zero);
            using var network = new NetworkRelay(redis.Port);
            using var site = Site.Mrrt(tenant, builder => builder.WithRedis($"127.0.0.1:{network.Port}", options =>
            {
                options.KeyPrefix = stored ? "store:" : "cookie:";
                options.StoreSessions = stored;
                options.Lease = TimeSpan.FromMinutes(2); // an exchange may take a minute at this site
                options.QuietAfterRestart = TimeSpan.Zero;
            }));
            var mode = stored ? "store" : "cookie";
            var cookie = await SharedSession.CookieAsync(site, stored);
            async Task<Cost> CheapestAsync(bool refresh)
            {
                List<Cost> seen = [];
                for (var i = 0; i < Tries; i++)
                {
                    (var cost, cookie) = await AskAsync(site, network, cookie, refresh);
                    seen.Add(cost);
                }

                return seen.MinBy(cost => (cost.Whole.Trips, cost.Whole.Out))!;
            }

            await CheapestAsync(refresh: true); // the scripts have been sent, and the cookie has its second generation
            var warm = (await CheapestAsync(refresh: false)).Whole;
            var most = stored ? 1 : 0;
            yield return new Row($"redis-{mode}-warm", null, null, $"{most}", warm.Trips == most, $"{warm}");

            var exchange = await CheapestAsync(refresh: true);
            yield return new Row(
                $"redis-{mode}-exchange",
                null,
                null,
                "2_round_trips",
                exchange.Exchange.Trips == 2,
                $"{exchange.Exchange} whole_round_trips={exchange.Whole.Trips}");
        }
    }

    /// <summary>A request for a token, from its cookie to the start of its response, and the cookie of the next one.</summary>
    private static async Task<(Cost Cost, string Cookie)> AskAsync(Site site, NetworkRelay network, string cookie, bool refresh)
    {
        using var request = site.Request(cookie);
        var response = StartingResponse.Of(request.HttpContext);
        var before = Traffic.Of(network);
        if (!(await request.HttpContext.AuthenticateAsync("Cookies")).Succeeded)
        {
            throw new InvalidOperationException("The request is not signed in.");
        }

        var read = Traffic.Of(network);
        var result = await request.HttpContext.GetAccessTokenResultAsync(new AccessTokenRequest { ForceRefresh = refresh });
        if (!result.Succeeded)
        {
            throw new InvalidOperationException($"{result}: {result.ErrorDescription}");
        }

        var got = Traffic.Of(network);
        await response.StartAsync();
        return (
            new Cost(got - read, Traffic.Of(network) - before),
            SharedSession.CookieAfter(request.HttpContext.Response, cookie));
    }

    /// <param name="Exchange">Between the question and the token.</param>
    /// <param name="Whole">Reading the session and writing the cookie included.</param>
    private sealed record Cost(Traffic Exchange, Traffic Whole);

    private readonly record struct Traffic(long Trips, long Out, long In)
    {
        public static Traffic Of(NetworkRelay network) => new(network.RoundTrips, network.BytesOut, network.BytesIn);

        public static Traffic operator -(Traffic a, Traffic b) => new(a.Trips - b.Trips, a.Out - b.Out, a.In - b.In);

        public override string ToString() => $"round_trips={Trips} bytes_out={Out} bytes_in={In}";
    }
}

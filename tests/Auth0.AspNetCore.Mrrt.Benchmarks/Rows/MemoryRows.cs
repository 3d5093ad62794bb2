using Auth0.AspNetCore.Mrrt.Benchmarks.Sites;
using Auth0.AspNetCore.Mrrt.Coordination;
using Microsoft.Extensions.DependencyInjection;

namespace Auth0.AspNetCore.Mrrt.Benchmarks.Rows;

/// <summary>What a session costs in the memory of a server.</summary>
internal static class MemoryRows
{
    private const int Idle = 10_000;
    private const int Live = 500;

    /// <summary>Bytes a session that are nothing: no object is smaller than 24, so this is what the runtime does beside.</summary>
    private const double Nothing = 8;

    public static async IAsyncEnumerable<Row> MeasureAsync()
    {
        using var tenant = new LocalTenant(TimeSpan.Zero);
        using var site = Site.Mrrt(tenant);
        var coordinator = site.Services.GetRequiredService<InProcessSessionCoordinator>();
        await AskAsync(site, "reading", 1_000, expired: false); // everything that is made once is made now
        var before = Heap.Bytes();
        await AskAsync(site, "idle", Idle, expired: false);
        var each = (Heap.Bytes() - before) / (double)Idle;
        yield return new Row(
            "idle-session",
            null,
            each,
            $"<={Nothing:0}",
            coordinator.Count == 0 && each <= Nothing,
            $"left of {Idle} sessions that only read; known to the coordinator: {coordinator.Count}");

        await AskAsync(site, "refreshing", 10, expired: true);
        before = Heap.Bytes();
        var known = coordinator.Count;
        await AskAsync(site, "live", Live, expired: true);
        each = (Heap.Bytes() - before) / (double)Live;
        yield return new Row(
            "live-record", null, each, "<=4096", coordinator.Count == known + Live && each <= 4096, "three tokens");
    }

    /// <summary>A request each of so many sessions with three tokens, one of which has to be renewed if it has
    /// expired.</summary>
    private static async Task AskAsync(Site site, string name, int sessions, bool expired)
    {
        for (var number = 0; number < sessions; number++)
        {
            var now = Samples.Now;
            var session = Samples.Session(2, now, TimeSpan.FromHours(1), $"{name}-{number}");
            if (expired)
            {
                session = session.Next(
                    new() { AccessToken = Samples.Jwt("old"), Audience = Samples.PrimaryAudience, Scope = null, RequestedScope = null, ExpiresAt = now },
                    session.Additional,
                    session.RefreshToken,
                    session.IdToken);
            }

            using var request = site.Request(site.CookieOf(session));
            ArgumentNullException.ThrowIfNull(await request.HttpContext.GetAccessTokenAsync());
        }
    }
}

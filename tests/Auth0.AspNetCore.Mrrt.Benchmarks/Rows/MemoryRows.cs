using Auth0.AspNetCore.Mrrt.Benchmarks.Sites;
using Auth0.AspNetCore.Mrrt.Coordination;
using Microsoft.Extensions.DependencyInjection;

namespace Auth0.AspNetCore.Mrrt.Benchmarks.Rows;

/// <summary>What a session costs in the coordinator.</summary>
internal static class MemoryRows
{
    private const int Sessions = 500;

    public static async IAsyncEnumerable<Row> MeasureAsync()
    {
        using var tenant = new LocalTenant(TimeSpan.Zero);
        using var site = Site.Mrrt(tenant);
        var coordinator = site.Services.GetRequiredService<InProcessSessionCoordinator>();
        await AskAsync(site, "first", lifetime: TimeSpan.FromHours(1));
        yield return new Row(
            "idle-session", null, coordinator.Count, "0B", coordinator.Count == 0, "a session that only reads is not known there");

        await AskAsync(site, "second", lifetime: TimeSpan.Zero); // everything that is made once is made now
        var before = Heap();
        var known = coordinator.Count;
        for (var number = 0; number < Sessions; number++)
        {
            await AskAsync(site, $"session-{number}", lifetime: TimeSpan.Zero);
        }

        var each = (Heap() - before) / (double)(coordinator.Count - known);
        yield return new Row("live-record", null, each, "<=4096", coordinator.Count == known + Sessions && each <= 4096, "three tokens");
    }

    /// <summary>A request of a session with three tokens, one of which has to be renewed if they have expired.</summary>
    private static async Task AskAsync(Site site, string sessionId, TimeSpan lifetime)
    {
        var now = Samples.Now;
        var session = Samples.Session(2, now, TimeSpan.FromHours(1), sessionId);
        if (lifetime == TimeSpan.Zero)
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

    private static long Heap()
    {
        for (var times = 0; times < 3; times++)
        {
            GC.Collect(2, GCCollectionMode.Forced, blocking: true, compacting: true);
            GC.WaitForPendingFinalizers();
        }

        return GC.GetTotalMemory(forceFullCollection: true);
    }
}

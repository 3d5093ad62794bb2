using Auth0.AspNetCore.Mrrt.Coordination;
using Auth0.AspNetCore.Mrrt.Coordination.Shared;
using Auth0.AspNetCore.Mrrt.Tests.Tokens;
using Microsoft.Extensions.Options;

namespace Auth0.AspNetCore.Mrrt.Tests.Support;

/// <summary>The shared sessions of one server, without a host. Several servers may have the same backend.</summary>
internal sealed class SharedServer : IDisposable
{
    public SharedServer(
        MemoryBackend shared,
        TimeProvider time,
        Action<SharedSessionOptions>? configure = null,
        Func<ISessionBackend, ISessionBackend>? around = null,
        TaskCreationOptions handOver = TaskCreationOptions.RunContinuationsAsynchronously,
        int mostPending = PendingWrites.Most)
    {
        PendingWrites = new PendingWrites(mostPending);
        Time = time;
        var settings = new SharedSessionOptions();
        configure?.Invoke(settings);
        var options = Options.Create(settings);
        Way = new FaultyBackend(shared);
        var backend = around?.Invoke(Way) ?? Way;
        Line = new InProcessSessionCoordinator(time, Logs.Of<InProcessSessionCoordinator>()) { HandOver = handOver };
        var expiry = new RecordExpiry(options, time);
        var wait = new LockWait(backend, expiry, time);
        var metrics = new SharedMetrics(Meters);
        var recent = new RecentWrites(time);
        var ends = new EndsPolling(backend, Line, recent, PendingWrites);
        var health = new SharedHealth(backend, PendingWrites, ends, options, time);
        Sessions = new SharedSessions(new SharedParts(
            Line, backend, wait, expiry, PendingWrites, recent, health, metrics, options, time, Logs.Of<SharedSessions>()));
        Background = new BackgroundWork(
            backend,
            new PendingWriteFlush(PendingWrites, recent, backend, wait, expiry, metrics, options, Logs.Of<PendingWriteFlush>()),
            ends,
            recent,
            health,
            options,
            time,
            Logs.Of<BackgroundWork>());
    }

    public TimeProvider Time { get; }

    public FaultyBackend Way { get; }

    public BackendFaults Faults => Way.Faults;

    public InProcessSessionCoordinator Line { get; }

    public SharedSessions Sessions { get; }

    public PendingWrites PendingWrites { get; }

    public BackgroundWork Background { get; }

    public RecordedLogs Logs { get; } = new();

    public TestMeters Meters { get; } = new();

    /// <summary>What a counter says.</summary>
    public long Counted(string name) =>
        Meters.Counts.Where(count => count.Key.StartsWith(name + " ", StringComparison.Ordinal)).Sum(count => count.Value);

    public async Task<ISessionTurn> EnterAsync(string sessionId = "session", CancellationToken cancellationToken = default) =>
        await Sessions.EnterAsync(sessionId, cancellationToken);

    public Task PassAsync() => Background.PassAsync(CancellationToken.None);

    public void Dispose()
    {
        Background.Dispose();
        Meters.Dispose();
    }
}

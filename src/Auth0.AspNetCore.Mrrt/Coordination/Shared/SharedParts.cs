using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Auth0.AspNetCore.Mrrt.Coordination.Shared;

/// <summary>What the turns of all sessions have in common.</summary>
internal sealed class SharedParts(
    InProcessSessionCoordinator line,
    ISessionBackend backend,
    LockWait wait,
    RecordExpiry expiry,
    PendingWrites pendingWrites,
    RecentWrites recentWrites,
    SharedHealth health,
    SharedMetrics metrics,
    IOptions<SharedSessionOptions> options,
    TimeProvider time,
    ILogger<SharedSessions> logger)
{
    public InProcessSessionCoordinator Line => line;

    public ISessionBackend Backend => backend;

    public LockWait Wait => wait;

    public RecordExpiry Expiry => expiry;

    public PendingWrites PendingWrites => pendingWrites;

    public RecentWrites RecentWrites => recentWrites;

    public SharedHealth Health => health;

    public SharedMetrics Metrics => metrics;

    public SharedSessionOptions Settings => options.Value;

    public TimeProvider Time => time;

    public ILogger Logger => logger;

    /// <summary>Takes over an end that the backend tells of, for as long as the backend says. Where it does not say, for as long as an
    /// end is told whose ticket's expiry nobody knows.</summary>
    public async ValueTask LearnEndAsync(string sessionId, SharedSession session)
    {
        var until = session.EndedUntil ?? time.GetUtcNow() + Settings.RecordLifetime;
        await line.EndAsync(sessionId, until, CancellationToken.None).ConfigureAwait(false);
    }
}

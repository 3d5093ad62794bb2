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

    public SharedHealth Health => health;

    public SharedMetrics Metrics => metrics;

    public SharedSessionOptions Settings => options.Value;

    public TimeProvider Time => time;

    public ILogger Logger => logger;
}

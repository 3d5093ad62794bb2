using Auth0.AspNetCore.Mrrt.Coordination;
using Auth0.AspNetCore.Mrrt.Coordination.Shared;

namespace Auth0.AspNetCore.Mrrt.Tests.Support;

/// <summary>A backend that does not say for how long an end is remembered.</summary>
internal sealed class BackendWithoutUntil(ISessionBackend inner) : ISessionBackend
{
    public string Name => inner.Name;

    public ValueTask PrepareAsync(CancellationToken cancellationToken) => inner.PrepareAsync(cancellationToken);

    public async ValueTask<LockAttempt> TryTakeAsync(LockRequest request, CancellationToken cancellationToken) =>
        await inner.TryTakeAsync(request, cancellationToken) is { Lock: { } taken }
            ? LockAttempt.Taken(new LockWithoutUntil(taken))
            : LockAttempt.Held();

    public async ValueTask<SharedSession> ReadAsync(string sessionId, long known, CancellationToken cancellationToken) =>
        await inner.ReadAsync(sessionId, known, cancellationToken) with { EndedUntil = null };

    public ValueTask<SessionRecord?> EndAsync(string sessionId, DateTimeOffset until, CancellationToken cancellationToken) =>
        inner.EndAsync(sessionId, until, cancellationToken);

    public ValueTask<EndedSessions> EndedSinceAsync(string? position, CancellationToken cancellationToken) =>
        inner.EndedSinceAsync(position, cancellationToken);

    private sealed class LockWithoutUntil(ISessionLock inner) : ISessionLock
    {
        public SharedSession Session => inner.Session with { EndedUntil = null };

        public TimeSpan? Uptime => inner.Uptime;

        public ValueTask<bool> ReloadAsync(CancellationToken cancellationToken) => inner.ReloadAsync(cancellationToken);

        public ValueTask<LockCommit> CommitAsync(
            SessionRecord record, DateTimeOffset expiresAt, CancellationToken cancellationToken) =>
            inner.CommitAsync(record, expiresAt, cancellationToken);

        public ValueTask DisposeAsync() => inner.DisposeAsync();
    }
}

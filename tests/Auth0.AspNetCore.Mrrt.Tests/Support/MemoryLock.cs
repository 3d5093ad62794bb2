using Auth0.AspNetCore.Mrrt.Coordination;
using Auth0.AspNetCore.Mrrt.Coordination.Shared;

namespace Auth0.AspNetCore.Mrrt.Tests.Support;

/// <summary>A lock of a session in a <see cref="MemoryBackend"/>.</summary>
internal sealed class MemoryLock(MemoryBackend backend, string sessionId, Guid holder, SharedSession session) : ISessionLock
{
    public SharedSession Session { get; private set; } = session;

    public TimeSpan? Uptime => null;

    public ValueTask<bool> ReloadAsync(CancellationToken cancellationToken) => new(backend.With(sessionId, row =>
    {
        Session = row.Read();
        return row.Holder == holder;
    }));

    public ValueTask<LockCommit> CommitAsync(
        SessionRecord record, DateTimeOffset expiresAt, CancellationToken cancellationToken) => new(backend.With(sessionId, row =>
    {
        if (row.Holder != holder)
        {
            return LockCommit.Lost;
        }

        row.Holder = null;
        if (row.Generation != Session.Generation || record.Generation <= row.Generation)
        {
            Session = row.Read();
            return LockCommit.MovedOn;
        }

        // A backend keeps the number and the bytes, and not what a server said of cookies.
        (row.Generation, row.Record) = (record.Generation, new SessionRecord(record.Generation, record.Payload.ToArray()));
        return row.EndedUntil is null ? LockCommit.Kept : LockCommit.SessionEnded;
    }));

    public ValueTask DisposeAsync()
    {
        backend.With(sessionId, row => row.Holder = row.Holder == holder ? null : row.Holder);
        return ValueTask.CompletedTask;
    }
}

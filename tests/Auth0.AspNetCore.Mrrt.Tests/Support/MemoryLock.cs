using Auth0.AspNetCore.Mrrt.Coordination;
using Auth0.AspNetCore.Mrrt.Coordination.Shared;

namespace Auth0.AspNetCore.Mrrt.Tests.Support;

/// <summary>A lock of a session in a <see cref="MemoryBackend"/>.</summary>
internal sealed class MemoryLock(MemoryBackend backend, string sessionId, Guid holder, SharedSession session) : ISessionLock
{
    private bool _isOver;

    public SharedSession Session { get; private set; } = session;

    public TimeSpan? Uptime { get; } = backend.Uptime;

    public TimeSpan? Lease => backend.Lease;

    public ValueTask<bool> ExtendAsync(CancellationToken cancellationToken) => new(Change(row =>
    {
        var isMine = row.Holder == holder;
        if (isMine)
        {
            backend.BeginLease(row);
        }

        return isMine;
    }));

    public ValueTask<bool> ReloadAsync(CancellationToken cancellationToken) => new(Change(row =>
    {
        Session = row.Read();
        var isMine = row.Holder == holder;
        if (isMine)
        {
            backend.BeginLease(row);
        }

        return isMine;
    }));

    public ValueTask<LockCommit> CommitAsync(
        SessionRecord record, DateTimeOffset expiresAt, CancellationToken cancellationToken)
    {
        var outcome = Change(row => Commit(row, record, expiresAt));
        _isOver = outcome is not LockCommit.Lost;
        return new(outcome);
    }

    public ValueTask DisposeAsync()
    {
        if (!_isOver)
        {
            _isOver = true;
            Change(row =>
            {
                if (row.Holder == holder)
                {
                    row.Free();
                }

                return true;
            });
        }

        return ValueTask.CompletedTask;
    }

    private LockCommit Commit(MemoryRow row, SessionRecord record, DateTimeOffset expiresAt)
    {
        if (record.IsSame(row.Record))
        {
            FreeMine(row); // it had arrived; its answer had not
            return Done(row);
        }

        if (row.Generation != Session.Generation || record.Generation <= row.Generation)
        {
            Session = row.Read();
            FreeMine(row);
            return LockCommit.MovedOn;
        }

        if (row.Holder != holder && (Lease is null || backend.IsHeld(row)))
        {
            Session = row.Read();
            return LockCommit.Lost;
        }

        backend.Keeping(row, record);
        row.Keep(record, expiresAt);
        backend.NoteWrite(sessionId);
        return Done(row);
    }

    private void FreeMine(MemoryRow row)
    {
        if (row.Holder == holder)
        {
            row.Free();
        }
    }

    private static LockCommit Done(MemoryRow row) => row.EndedUntil is null ? LockCommit.Kept : LockCommit.SessionEnded;

    private T Change<T>(Func<MemoryRow, T> step) => backend.With(sessionId, step);
}

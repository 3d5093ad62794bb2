using Auth0.AspNetCore.Mrrt.Coordination;
using Auth0.AspNetCore.Mrrt.Coordination.Shared;

namespace Auth0.AspNetCore.Mrrt.Testing.Tests.Contracts.Driver;

/// <summary>A transaction that lives on its connection, or a lease.</summary>
internal sealed class MemoryLock(MemoryDriver driver, MemoryTable table, MemorySession session, Guid holder) : ISessionLock
{
    public MemoryDriver Driver => driver;

    public Guid Holder => holder;

    public MemoryConnection Connection { get; } = driver.Connection;

    public SharedSession Session { get; private set; } = session.Shown();

    public TimeSpan? Uptime => null;

    public TimeSpan? Lease => table.Fault == Fault.LockHidesItsLease ? TimeSpan.FromDays(1) : table.Lease;

    private bool IsMine => session.Lock?.Holder == holder;

    public ValueTask<bool> ExtendAsync(CancellationToken cancellationToken) => driver.Do(Extend);

    public ValueTask<bool> ReloadAsync(CancellationToken cancellationToken) => driver.Do(() =>
    {
        var extended = Extend();
        Session = table.Fault == Fault.ReloadKeepsTheOldSession ? Session : session.Shown();
        return extended;
    });

    public ValueTask<LockCommit> CommitAsync(
        SessionRecord record, DateTimeOffset expiresAt, CancellationToken cancellationToken) => driver.Do(() =>
    {
        if (table.Lease is null && Connection.IsBroken && table.Fault != Fault.LostLockCommits)
        {
            throw driver.Failure("");
        }

        var outcome = Commit(record, expiresAt);
        if (IsMine && outcome != LockCommit.Lost && table.Fault != Fault.CommitKeepsTheLock)
        {
            session.Lock = null;
        }

        Session = outcome is LockCommit.MovedOn or LockCommit.Lost ? session.Shown() : Session;
        return outcome;
    });

    public ValueTask DisposeAsync()
    {
        if (driver.IsCutOff && table.Fault == Fault.DisposalThrows)
        {
            throw driver.Failure("");
        }

        lock (table.Gate)
        {
            if ((!driver.IsCutOff && IsMine && table.Fault != Fault.ReleaseIsForgotten)
                || table.Fault == Fault.ReleaseFreesAnothersLock)
            {
                session.Lock = null;
            }
        }

        return ValueTask.CompletedTask;
    }

    private bool Extend()
    {
        if (table.Fault == Fault.LostLockIsExtended)
        {
            return true;
        }

        if (!IsMine || table.Fault == Fault.ExtensionSaysNo)
        {
            return false;
        }

        session.LeaseUntil = table.Fault == Fault.ExtensionDoesNothing ? session.LeaseUntil : driver.LeaseEnd;
        return true;
    }

    private LockCommit Commit(SessionRecord record, DateTimeOffset expiresAt)
    {
        var fault = table.Fault;
        var kept = session.HasEnded && fault != Fault.CommitAfterTheEndSaysKept ? LockCommit.SessionEnded : LockCommit.Kept;
        if (fault != Fault.CommitTwiceIsRefused && session.Generation == record.Generation
            && session.Record?.Payload.Span.SequenceEqual(record.Payload.Span) == true)
        {
            return kept;
        }

        if (fault != Fault.CommitComparesNothing
            && (session.Generation != Session.Generation || record.Generation <= session.Generation))
        {
            return LockCommit.MovedOn;
        }

        if (table.IsLocked(session) ? !IsMine && fault != Fault.LostLockCommits : fault == Fault.UnusedLostLockIsRefused)
        {
            return LockCommit.Lost;
        }

        if (session.HasEnded && fault == Fault.CommitAfterTheEndIsRefused)
        {
            return LockCommit.SessionEnded;
        }

        if (fault != Fault.CommitWritesNothing)
        {
            session.Generation = fault == Fault.GenerationIsShort ? (int)record.Generation : record.Generation;
            session.Record = fault == Fault.RecordIsCutOff
                ? new SessionRecord(record.Generation, record.Payload[..Math.Min(1000, record.Payload.Length)].ToArray())
                : record;
            session.RecordExpiresAt = expiresAt;
        }

        session.EndedUntil = fault == Fault.CommitAfterTheEndBringsItBack ? null : session.EndedUntil;
        session.TicketExpiresAt += fault == Fault.CommitProlongsTheTicket ? TimeSpan.FromDays(1) : TimeSpan.Zero;
        return kept;
    }
}

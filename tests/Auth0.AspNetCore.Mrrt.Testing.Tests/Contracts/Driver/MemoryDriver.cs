using Auth0.AspNetCore.Mrrt.Coordination;
using Auth0.AspNetCore.Mrrt.Coordination.Shared;

namespace Auth0.AspNetCore.Mrrt.Testing.Tests.Contracts.Driver;

/// <summary>A server's driver, with a network to the table that can break.</summary>
internal sealed class MemoryDriver(MemoryTable table) : ISessionBackend, ITicketBackend
{
    private readonly MemoryTickets _tickets = new(table);

    public string Name => "the memory";

    public MemoryConnection Connection { get; private set; } = new();

    public bool IsCutOff { get; private set; }

    public TimeSpan LeaseEnd => MemoryTable.Now + (table.Lease ?? TimeSpan.Zero);

    public void BreakConnections()
    {
        lock (table.Gate)
        {
            Connection.IsBroken = true;
            Connection = new MemoryConnection();
        }
    }

    public void CutOff()
    {
        IsCutOff = true;
        BreakConnections();
    }

    public void Reconnect() => IsCutOff = table.Fault == Fault.BreakIsForEver;

    public ValueTask PrepareAsync(CancellationToken cancellationToken)
    {
        if (table.Fault == Fault.PreparingBeginsAnew)
        {
            table.Clear();
        }

        return ValueTask.CompletedTask;
    }

    public ValueTask<LockAttempt> TryTakeAsync(LockRequest request, CancellationToken cancellationToken)
    {
        if (table.Fault != Fault.CancellationComesTooLate)
        {
            cancellationToken.ThrowIfCancellationRequested();
        }

        var attempt = Do(() => Take(request), request.SessionId);
        cancellationToken.ThrowIfCancellationRequested();
        return attempt;
    }

    public ValueTask<SharedSession> ReadAsync(string sessionId, long known, CancellationToken cancellationToken) => Do(
        () => table[sessionId].Shown(table.Fault switch
        {
            Fault.ReadingGivesTheRecordAlways => -1,
            Fault.ReadingHidesWhatIsNew => known + 1,
            _ => known,
        }),
        sessionId);

    public async ValueTask<SessionRecord?> EndAsync(string sessionId, DateTimeOffset until, CancellationToken cancellationToken)
    {
        while (table.Fault == Fault.EndWaitsForTheLock && table.IsLocked(table[sessionId]))
        {
            await Task.Yield();
        }

        return await Do(() => MemoryEnds.End(table, table[sessionId], until), sessionId);
    }

    public ValueTask<EndedSessions> EndedSinceAsync(string? position, CancellationToken cancellationToken) =>
        Do(() => MemoryEnds.List(table, position));

    public ValueTask<bool> CleanUpAsync(CancellationToken cancellationToken)
    {
        if (table.Fault == Fault.CleaningUpRemovesEnds)
        {
            table.RemoveEnded();
        }

        return ValueTask.FromResult(false);
    }

    public ValueTask<bool> CreateAsync(
        string sessionId, ReadOnlyMemory<byte> ticket, DateTimeOffset expiresAt, CancellationToken cancellationToken) =>
        Do(() => _tickets.Create(table[sessionId], ticket, expiresAt), sessionId);

    public ValueTask<bool> RenewAsync(
        string sessionId,
        ReadOnlyMemory<byte> ticket,
        DateTimeOffset expiresAt,
        DateTimeOffset now,
        CancellationToken cancellationToken) => Do(() => _tickets.Renew(table[sessionId], ticket, expiresAt, now), sessionId);

    public ValueTask<StoredSession?> ReadAsync(string sessionId, DateTimeOffset now, CancellationToken cancellationToken) =>
        Do(() => _tickets.Read(table[sessionId], now), sessionId);

    /// <summary>One step, if the network lets it through.</summary>
    public ValueTask<T> Do<T>(Func<T> step, string sessionId = "")
    {
        if (IsCutOff)
        {
            throw Failure(sessionId);
        }

        lock (table.Gate)
        {
            return ValueTask.FromResult(step());
        }
    }

    public Exception Failure(string sessionId) => table.Fault switch
    {
        Fault.FailureHasItsOwnType => new IOException("There is no connection."),
        Fault.FailureNamesTheSession => new SessionBackendException($"There is no connection for {sessionId}.", isOutOfReach: true),
        Fault.FailureIsARefusal => new SessionBackendException("There is no connection.", isOutOfReach: false),
        _ => new SessionBackendException("There is no connection.", isOutOfReach: true),
    };

    private LockAttempt Take(LockRequest request)
    {
        var session = table[request.SessionId];
        if (IsHeldByAnother(session, request.Holder))
        {
            return LockAttempt.Held(table.Lease);
        }

        session.Generation += table.Fault == Fault.LockCreatesAGeneration && session.Generation == 0 ? 1 : 0;
        session.LeaseUntil = LeaseEnd;
        session.Lock = new MemoryLock(this, table, session, request.Holder);
        return LockAttempt.Taken(session.Lock);
    }

    private bool IsHeldByAnother(MemorySession session, Guid holder)
    {
        var isOurs = session.Lock?.Driver == this;
        var isFree = table.Fault switch
        {
            Fault.LockIgnoresOtherServers => !isOurs,
            Fault.LockIgnoresOtherHolders => isOurs,
            _ => table.Lease is not null && session.Lock?.Holder == holder && table.Fault != Fault.LockIgnoresItsName,
        };
        return !isFree && (table.Fault == Fault.LockOfAllSessions
            ? table.Sessions.Any(entry => table.IsLocked(entry.Value))
            : table.IsLocked(session));
    }
}

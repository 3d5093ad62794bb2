using System.Collections.Concurrent;
using Auth0.AspNetCore.Mrrt.Coordination;
using Auth0.AspNetCore.Mrrt.Coordination.Shared;

namespace Auth0.AspNetCore.Mrrt.Tests.Support;

/// <summary>One server's way to a backend, with the faults that a test wants.</summary>
internal sealed class FaultyBackend(MemoryBackend inner) : ISessionBackend, ITicketBackend
{
    private readonly ConcurrentDictionary<FaultyLock, bool> _locks = new();

    public BackendFaults Faults { get; } = new();

    /// <summary>True when every clean-up leaves something for the next.</summary>
    public bool HasAlwaysMoreToCleanUp { get; set; }

    public string Name => inner.Name;

    public async ValueTask PrepareAsync(CancellationToken cancellationToken) => await RunAsync(
        BackendCall.Prepare,
        async () =>
        {
            await inner.PrepareAsync(cancellationToken);
            return true;
        },
        cancellationToken);

    public async ValueTask<LockAttempt> TryTakeAsync(LockRequest request, CancellationToken cancellationToken)
    {
        var attempt = await Faults.RunAsync(
            BackendCall.Take,
            () => inner.TryTakeAsync(request, cancellationToken),
            answer => answer.Lock?.DisposeAsync() ?? ValueTask.CompletedTask, // a driver frees what it gave up
            cancellationToken);
        if (attempt.Lock is not { } inTheBackend)
        {
            return attempt;
        }

        var taken = new FaultyLock(inTheBackend, Faults, freed => _locks.TryRemove(freed, out _));
        _locks[taken] = true;
        return LockAttempt.Taken(taken);
    }

    /// <summary>Every connection breaks. A transaction's lock ends with it, and a lease does not.</summary>
    public async Task BreakConnectionsAsync()
    {
        foreach (var held in _locks.Keys)
        {
            await held.BreakAsync();
        }
    }

    public ValueTask<SharedSession> ReadAsync(string sessionId, long known, CancellationToken cancellationToken) =>
        RunAsync(BackendCall.Read, () => inner.ReadAsync(sessionId, known, cancellationToken), cancellationToken);

    public ValueTask<SessionRecord?> EndAsync(string sessionId, DateTimeOffset until, CancellationToken cancellationToken) =>
        RunAsync(BackendCall.End, () => inner.EndAsync(sessionId, until, cancellationToken), cancellationToken);

    public ValueTask<EndedSessions> EndedSinceAsync(string? position, CancellationToken cancellationToken) =>
        RunAsync(BackendCall.Poll, () => inner.EndedSinceAsync(position, cancellationToken), cancellationToken);

    public ValueTask<bool> CleanUpAsync(CancellationToken cancellationToken) =>
        RunAsync(BackendCall.CleanUp, () => ValueTask.FromResult(HasAlwaysMoreToCleanUp), cancellationToken);

    public ValueTask<bool> CreateAsync(
        string sessionId, ReadOnlyMemory<byte> ticket, DateTimeOffset expiresAt, CancellationToken cancellationToken) =>
        RunAsync(BackendCall.Ticket, () => inner.CreateAsync(sessionId, ticket, expiresAt, cancellationToken), cancellationToken);

    public ValueTask<bool> RenewAsync(
        string sessionId,
        ReadOnlyMemory<byte> ticket,
        DateTimeOffset expiresAt,
        DateTimeOffset now,
        CancellationToken cancellationToken) => RunAsync(
            BackendCall.Ticket, () => inner.RenewAsync(sessionId, ticket, expiresAt, now, cancellationToken), cancellationToken);

    public ValueTask<StoredSession?> ReadAsync(string sessionId, DateTimeOffset now, CancellationToken cancellationToken) =>
        RunAsync(BackendCall.Ticket, () => inner.ReadAsync(sessionId, now, cancellationToken), cancellationToken);

    private ValueTask<T> RunAsync<T>(BackendCall call, Func<ValueTask<T>> step, CancellationToken cancellationToken) =>
        Faults.RunAsync(call, step, lost: null, cancellationToken);
}

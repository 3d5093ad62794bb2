using Auth0.AspNetCore.Mrrt.Coordination;
using Auth0.AspNetCore.Mrrt.Coordination.Shared;

namespace Auth0.AspNetCore.Mrrt.Testing.Contracts;

/// <summary>What promises ask a driver, in few words.</summary>
internal static class BackendCalls
{
    /// <summary>How long a driver may wait by itself. It may also answer at once.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(200);

    public static ISessionBackend Driver(this IContractServer server) =>
        server.Backend ?? throw new InvalidOperationException($"{nameof(IContractServer)}.{nameof(server.Backend)} is null.");

    /// <summary>Null where the driver keeps no tickets.</summary>
    public static ITicketBackend? Tickets(this IContractServer server) => server.Driver() as ITicketBackend;

    public static DateTimeOffset Tomorrow(this IContractServer server) => server.Now + TimeSpan.FromDays(1);

    /// <summary>One attempt.</summary>
    /// <returns>The lock. Null when another holds it.</returns>
    public static async Task<ISessionLock?> TryTakeAsync(
        this IContractServer server, string session, Guid? holder = null, CancellationToken cancellationToken = default)
    {
        var request = new LockRequest
        {
            SessionId = session,
            Holder = holder ?? Guid.NewGuid(),
            ExpiresAt = server.Tomorrow(),
            Patience = Patience,
        };
        return (await server.Driver().TryTakeAsync(request, cancellationToken).ConfigureAwait(false)).Lock;
    }

    /// <summary>Takes a lock that is free.</summary>
    public static async Task<ISessionLock> TakeAsync(this IContractServer server, string session)
    {
        var taken = await server.TryTakeAsync(session).ConfigureAwait(false);
        Expect.NotNull(taken, "the lock is free");
        return taken;
    }

    /// <summary>Takes a lock in the end: another's lease may have to run out, and a broken connection to be noticed.</summary>
    public static Task<ISessionLock> TakeInTheEndAsync(
        this ContractRun run, IContractServer server, string session, Guid? holder = null) =>
        run.UntilAsync(() => run.RetryAsync(() => server.TryTakeAsync(session, holder)));

    /// <summary>Calls again while the driver notices that its connections broke.</summary>
    public static async Task<T> RetryAsync<T>(this ContractRun run, Func<Task<T>> call)
    {
        while (true)
        {
            try
            {
                return await call().ConfigureAwait(false);
            }
            catch (SessionBackendException)
            {
                await run.PassAsync(TimeSpan.FromMilliseconds(20)).ConfigureAwait(false);
            }
        }
    }

    public static Task<LockCommit> CommitAsync(this ISessionLock held, IContractServer server, SessionRecord record) =>
        held.CommitAsync(record, server.Tomorrow(), CancellationToken.None).AsTask();

    /// <summary>Takes the lock and makes a generation the newest.</summary>
    public static async Task CommitToDriverAsync(this IContractServer server, string session, SessionRecord record)
    {
        var held = await server.TakeAsync(session).ConfigureAwait(false);
        await using var _ = held.ConfigureAwait(false);
        Expect.Equal(await held.CommitAsync(server, record).ConfigureAwait(false), LockCommit.Kept);
    }

    /// <returns>What a lock that may be lost says to a commit. Null when its connection is gone.</returns>
    public static async Task<LockCommit?> CommitIfItCanAsync(this ISessionLock held, IContractServer server, SessionRecord record)
    {
        try
        {
            return await held.CommitAsync(server, record).ConfigureAwait(false);
        }
        catch (SessionBackendException)
        {
            return null;
        }
    }

    public static Task<SharedSession> LookAsync(this IContractServer server, string session, long known = 0) =>
        server.Driver().ReadAsync(session, known, CancellationToken.None).AsTask();

    public static Task<SessionRecord?> EndInDriverAsync(this IContractServer server, string session, DateTimeOffset? until = null) =>
        server.Driver().EndAsync(session, until ?? server.Tomorrow(), CancellationToken.None).AsTask();

    public static Task<EndedSessions> ListEndsAsync(this IContractServer server, string? position) =>
        server.Driver().EndedSinceAsync(position, CancellationToken.None).AsTask();
}

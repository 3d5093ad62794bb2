using Auth0.AspNetCore.Mrrt.Coordination;

namespace Auth0.AspNetCore.Mrrt.Testing.Contracts;

/// <summary>What promises ask servers, in few words.</summary>
internal static class ContractCalls
{
    /// <summary>Takes the turn and makes a generation the newest.</summary>
    public static async Task<bool> CommitAsync(this ISessionCoordinator coordinator, string session, SessionRecord record)
    {
        var turn = await coordinator.EnterAsync(session, CancellationToken.None).ConfigureAwait(false);
        await using var _ = turn.ConfigureAwait(false);
        return await turn.CommitAsync(record, CancellationToken.None).ConfigureAwait(false);
    }

    public static Task<ISessionTurn> EnterAsync(this IContractServer server, string session) =>
        server.Coordinator.EnterAsync(session, CancellationToken.None).AsTask();

    public static Task<SessionStatus> GetStatusAsync(this IContractServer server, string session) =>
        server.Coordinator.GetStatusAsync(session, CancellationToken.None).AsTask();

    /// <summary>Ends a session. A store that does not coordinate is told as the library tells it.</summary>
    public static async Task EndAsync(this IContractServer server, string session, DateTimeOffset? until = null)
    {
        await server.Coordinator.EndAsync(session, until, CancellationToken.None).ConfigureAwait(false);
        if (server.Store is { } store && !ReferenceEquals(store, server.Coordinator))
        {
            await store.RemoveAsync(session, CancellationToken.None).ConfigureAwait(false);
        }
    }

    public static Task<StoredSession?> ReadAsync(this IContractServer server, string session) =>
        server.StoreInUse().ReadAsync(session, CancellationToken.None).AsTask();

    /// <summary>The newest generation of a stored session. A store that does not coordinate leaves it to the coordinator.</summary>
    public static async Task<SessionRecord?> ReadNewestAsync(this IContractServer server, string session)
    {
        var stored = await server.ReadAsync(session).ConfigureAwait(false);
        return stored is not null && !ReferenceEquals(server.StoreInUse(), server.Coordinator)
            ? (await server.GetStatusAsync(session).ConfigureAwait(false)).Newest
            : stored?.Newest;
    }

    public static Task<bool> CreateAsync(this IContractServer server, string session, byte[] ticket, TimeSpan? life = null) =>
        server.StoreInUse().CreateAsync(session, ticket, server.Now + (life ?? TimeSpan.FromDays(1)), CancellationToken.None)
            .AsTask();

    public static Task<bool> RenewAsync(this IContractServer server, string session, byte[] ticket, TimeSpan? life = null) =>
        server.StoreInUse().RenewAsync(session, ticket, server.Now + (life ?? TimeSpan.FromDays(1)), CancellationToken.None)
            .AsTask();

    public static ISessionStore StoreInUse(this IContractServer server) =>
        server.Store ?? throw new InvalidOperationException($"{nameof(IContractServer)}.{nameof(server.Store)} is null.");
}

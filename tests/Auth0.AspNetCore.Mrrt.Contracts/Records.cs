using Auth0.AspNetCore.Mrrt.Coordination;

namespace Auth0.AspNetCore.Mrrt.Contracts;

/// <summary>Sealed things, as a coordinator sees them.</summary>
public static class Records
{
    /// <summary>A generation whose bytes say whose it is.</summary>
    public static SessionRecord Of(long generation, string content = "") =>
        new(generation, [.. System.Text.Encoding.UTF8.GetBytes($"{generation} {content}"), 0, 255, 0]);

    /// <summary>Bytes of every value, and many of them.</summary>
    public static byte[] Large { get; } = [.. Enumerable.Range(0, 100_000).Select(i => (byte)(i * 7 / 3))];

    /// <summary>Takes the turn and makes a generation the newest.</summary>
    public static async Task<bool> CommitAsync(this ISessionCoordinator coordinator, string session, SessionRecord record)
    {
        await using var turn = await coordinator.EnterAsync(session, CancellationToken.None);
        return await turn.CommitAsync(record, CancellationToken.None);
    }

    public static Task<ISessionTurn> EnterAsync(this ISessionServer server, string session) =>
        server.Coordinator.EnterAsync(session, CancellationToken.None).AsTask();

    public static Task<SessionStatus> GetStatusAsync(this ISessionServer server, string session) =>
        server.Coordinator.GetStatusAsync(session, CancellationToken.None).AsTask();

    public static Task EndAsync(this ISessionServer server, string session, DateTimeOffset? until = null) =>
        server.Coordinator.EndAsync(session, until, CancellationToken.None).AsTask();

    public static Task<StoredSession?> ReadAsync(this ISessionServer server, string session) =>
        server.Store().ReadAsync(session, CancellationToken.None).AsTask();

    public static Task<bool> CreateAsync(this ISessionServer server, string session, byte[] ticket, TimeSpan? life = null) =>
        server.Store().CreateAsync(session, ticket, server.Now + (life ?? TimeSpan.FromDays(1)), CancellationToken.None)
            .AsTask();

    public static Task<bool> RenewAsync(this ISessionServer server, string session, byte[] ticket, TimeSpan? life = null) =>
        server.Store().RenewAsync(session, ticket, server.Now + (life ?? TimeSpan.FromDays(1)), CancellationToken.None)
            .AsTask();

    public static ISessionStore Store(this ISessionServer server) => (ISessionStore)server.Coordinator;
}

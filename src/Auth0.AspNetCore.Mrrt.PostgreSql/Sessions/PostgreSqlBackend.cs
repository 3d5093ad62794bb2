using Auth0.AspNetCore.Mrrt.Coordination;
using Auth0.AspNetCore.Mrrt.Coordination.Shared;
using Auth0.AspNetCore.Mrrt.PostgreSql.Background;
using Auth0.AspNetCore.Mrrt.PostgreSql.Connections;
using Auth0.AspNetCore.Mrrt.PostgreSql.Schema;

namespace Auth0.AspNetCore.Mrrt.PostgreSql.Sessions;

/// <summary>The sessions in PostgreSQL: a row each for the session and its tokens. The lock of the tokens' row is the
/// session's.</summary>
internal sealed class PostgreSqlBackend(
    RowLocks locks, SessionTables tables, EndedQuery ends, SchemaCreation schema, Cleanup cleanup)
    : ISessionBackend, ITicketBackend
{
    public string Name => "the database";

    public async ValueTask PrepareAsync(CancellationToken cancellationToken) =>
        await DatabaseFailure.TranslateAsync(async () =>
        {
            await schema.EnsureAsync(cancellationToken).ConfigureAwait(false);
            return true;
        }).ConfigureAwait(false);

    public ValueTask<LockAttempt> TryTakeAsync(LockRequest request, CancellationToken cancellationToken) =>
        DatabaseFailure.TranslateAsync(() => locks.TryTakeAsync(request, cancellationToken));

    public ValueTask<SharedSession> ReadAsync(string sessionId, long known, CancellationToken cancellationToken) =>
        DatabaseFailure.TranslateAsync(() => tables.GetStatusAsync(sessionId, known, cancellationToken));

    public ValueTask<SessionRecord?> EndAsync(string sessionId, DateTimeOffset until, CancellationToken cancellationToken) =>
        DatabaseFailure.TranslateAsync(() => tables.EndAsync(sessionId, until, cancellationToken));

    public ValueTask<EndedSessions> EndedSinceAsync(string? position, CancellationToken cancellationToken) =>
        DatabaseFailure.TranslateAsync(() => ends.SinceAsync(position, cancellationToken));

    public ValueTask<bool> CleanUpAsync(CancellationToken cancellationToken) =>
        DatabaseFailure.TranslateAsync(() => cleanup.RunAsync(cancellationToken));

    public ValueTask<bool> CreateAsync(
        string sessionId, ReadOnlyMemory<byte> ticket, DateTimeOffset expiresAt, CancellationToken cancellationToken) =>
        DatabaseFailure.TranslateAsync(() => tables.CreateAsync(sessionId, ticket, expiresAt, cancellationToken));

    public ValueTask<bool> RenewAsync(
        string sessionId,
        ReadOnlyMemory<byte> ticket,
        DateTimeOffset expiresAt,
        DateTimeOffset now,
        CancellationToken cancellationToken) =>
        DatabaseFailure.TranslateAsync(() => tables.RenewAsync(sessionId, ticket, expiresAt, now, cancellationToken));

    public ValueTask<StoredSession?> ReadAsync(string sessionId, DateTimeOffset now, CancellationToken cancellationToken) =>
        DatabaseFailure.TranslateAsync(() => tables.ReadAsync(sessionId, now, cancellationToken));
}

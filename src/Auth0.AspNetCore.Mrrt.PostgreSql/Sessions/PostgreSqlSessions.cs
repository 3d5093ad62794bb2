using Auth0.AspNetCore.Mrrt.Coordination;
using Auth0.AspNetCore.Mrrt.PostgreSql.Connections;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Auth0.AspNetCore.Mrrt.PostgreSql.Sessions;

/// <summary>
/// Sessions shared by several servers. On each server requests wait in the line of the in-process coordinator, so that
/// of each session one at most waits in the database; there the lock of the session's row decides. What this server has
/// heard of is answered without the database.
/// </summary>
internal sealed class PostgreSqlSessions(
    InProcessSessionCoordinator line,
    RowLocks locks,
    SessionTables tables,
    PendingWrites pendingWrites,
    IOptions<PostgreSqlOptions> options,
    TimeProvider time,
    ILogger<PostgreSqlSessions> logger) : ISessionStore
{
    public SessionStatus Peek(string sessionId) => line.Peek(sessionId);

    public bool HasEnded(string sessionId) => line.HasEnded(sessionId);

    public long? ChangesLearned => line.ChangesLearned;

    public async ValueTask<SessionStatus> GetStatusAsync(string sessionId, CancellationToken cancellationToken)
    {
        var known = line.Peek(sessionId);
        if (known.Ended)
        {
            return known;
        }

        // The number of a generation is remembered for longer than the generation itself.
        var held = known.Newest?.Generation ?? 0;
        var row = await AskAsync(() => tables.GetStatusAsync(sessionId, held, cancellationToken))
            .ConfigureAwait(false);
        if (row.Ended)
        {
            await line.EndAsync(sessionId, until: null, CancellationToken.None).ConfigureAwait(false);
        }

        if (row.Record is { } newest)
        {
            line.Learn(sessionId, newest); // the next requests of this server need not ask
        }

        known = line.Peek(sessionId);
        held = known.Newest?.Generation ?? 0;
        return row.Record is null || row.Generation <= held || row.Generation < known.NewestGeneration || known.Ended
            ? known
            : known with { Newest = row.Record, NewestGeneration = row.Generation };
    }

    public async ValueTask<ISessionTurn> EnterAsync(string sessionId, CancellationToken cancellationToken)
    {
        var place = await line.EnterAsync(sessionId, cancellationToken).ConfigureAwait(false);
        var turn = new PostgreSqlTurn(sessionId, place, line, locks, pendingWrites, options.Value, time, logger);
        try
        {
            await turn.TakeAsync(cancellationToken).ConfigureAwait(false);
            return turn;
        }
        catch
        {
            await turn.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    public void Acknowledge(string sessionId, long generation) => line.Acknowledge(sessionId, generation);

    public async ValueTask<SessionRecord?> EndAsync(
        string sessionId, DateTimeOffset? until, CancellationToken cancellationToken)
    {
        // Here first: nothing that follows can keep this server from knowing.
        var known = await line.EndAsync(sessionId, until, cancellationToken).ConfigureAwait(false);
        var now = time.GetUtcNow();
        var remembered = until > now ? until.Value : now + options.Value.RecordLifetime;
        try
        {
            var kept = await tables.EndAsync(sessionId, remembered, cancellationToken).ConfigureAwait(false);
            return kept is null || known?.Generation > kept.Generation ? known : kept;
        }
        catch (Exception e) when (DatabaseFailure.Is(e) || e is OperationCanceledException)
        {
            pendingWrites.Ended(sessionId, remembered);
            logger.EndUnsaid(DatabaseFailure.Reason(e));
            if (e is OperationCanceledException)
            {
                throw;
            }

            return known;
        }
    }

    public async ValueTask<bool> CreateAsync(
        string sessionId, ReadOnlyMemory<byte> ticket, DateTimeOffset? expiresAt, CancellationToken cancellationToken)
    {
        var end = expiresAt ?? time.GetUtcNow() + options.Value.RecordLifetime;
        return !line.Peek(sessionId).Ended
            && await AskAsync(() => tables.CreateAsync(sessionId, ticket, end, cancellationToken)).ConfigureAwait(false)
            && !line.Peek(sessionId).Ended
            && end > time.GetUtcNow();
    }

    public async ValueTask<bool> RenewAsync(
        string sessionId, ReadOnlyMemory<byte> ticket, DateTimeOffset? expiresAt, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var end = expiresAt ?? now + options.Value.RecordLifetime;
        return !line.Peek(sessionId).Ended
            && await AskAsync(() => tables.RenewAsync(sessionId, ticket, end, now, cancellationToken))
                .ConfigureAwait(false)
            && !line.Peek(sessionId).Ended
            && end > now;
    }

    public async ValueTask<StoredSession?> ReadAsync(string sessionId, CancellationToken cancellationToken) =>
        line.Peek(sessionId).Ended
            ? null
            : await AskAsync(() => tables.ReadAsync(sessionId, time.GetUtcNow(), cancellationToken))
                .ConfigureAwait(false) is { } stored && !line.Peek(sessionId).Ended
                    ? stored
                    : null;

    private static async Task<T> AskAsync<T>(Func<Task<T>> ask)
    {
        try
        {
            return await ask().ConfigureAwait(false);
        }
        catch (Exception e) when (DatabaseFailure.Is(e))
        {
            throw DatabaseFailure.Unavailable(e);
        }
    }
}

#region your-own-backend-usings
using System.Data.Common;
using System.Globalization;
using Auth0.AspNetCore.Mrrt.Coordination;
using Auth0.AspNetCore.Mrrt.Coordination.Shared;
using Microsoft.Extensions.DependencyInjection;
#endregion

namespace Auth0.AspNetCore.Mrrt.Snippets.YourOwnCoordinator;

#region your-own-backend
public sealed class YourOwnBackend(DbDataSource database) : ISessionBackend
{
    public const string Tables =
        """
        CREATE TABLE session (id text PRIMARY KEY, generation bigint NOT NULL DEFAULT 0, record bytea, expires_at timestamptz NOT NULL);
        CREATE TABLE ended (id text PRIMARY KEY, until timestamptz NOT NULL, ended_at timestamptz NOT NULL DEFAULT clock_timestamp());
        """;

    // The last moment at which the database may have forgotten locks: its start, or a crash recovery, which resets statistics.
    private const string Look =
        """
        SELECT coalesce(s.generation, 0), s.record, e.until, extract(epoch FROM clock_timestamp()
            - greatest(pg_postmaster_start_time(), (SELECT stats_reset FROM pg_stat_bgwriter)))::float8
        FROM (SELECT @id AS id) AS one LEFT JOIN session AS s ON s.id = one.id LEFT JOIN ended AS e ON e.id = one.id
        """;

    public static YourOwnBackend Create(IServiceProvider services) =>
        new(services.GetRequiredService<DbDataSource>());

    public string Name => "the orders database";

    // The deployment creates the tables. This finds out whether they are there.
    public async ValueTask PrepareAsync(CancellationToken cancellationToken) => await ReadAsync("", 0, cancellationToken);

    public async ValueTask<LockAttempt> TryTakeAsync(LockRequest request, CancellationToken cancellationToken)
    {
        var id = ("id", (object)request.SessionId);
        var connection = await Database.OpenAsync(database, cancellationToken);
        try
        {
            // The row has to be there before it can be locked.
            await connection.WriteAsync(
                "INSERT INTO session (id, expires_at) VALUES (@id, @expires) ON CONFLICT DO NOTHING",
                cancellationToken, id, ("expires", request.ExpiresAt.ToUniversalTime()));
            await connection.WriteAsync("BEGIN", cancellationToken);
            var isFree = await connection.ReadAsync(
                "SELECT true FROM session WHERE id = @id FOR UPDATE SKIP LOCKED", row => row.GetBoolean(0), cancellationToken, id);
            if (isFree is [])
            {
                await connection.CloseForGoodAsync();
                return LockAttempt.Held();
            }

            // After the lock, so that it sees what the last holder wrote.
            var (session, uptime) = await ReadAsync(connection, request.SessionId, known: -1, cancellationToken);
            return LockAttempt.Taken(new YourOwnLock(connection, request.SessionId, session, uptime));
        }
        catch
        {
            await connection.CloseForGoodAsync();
            throw;
        }
    }

    public async ValueTask<SharedSession> ReadAsync(string sessionId, long known, CancellationToken cancellationToken)
    {
        await using var connection = await Database.OpenAsync(database, cancellationToken);
        return (await ReadAsync(connection, sessionId, known, cancellationToken)).Session;
    }

    public async ValueTask<SessionRecord?> EndAsync(string sessionId, DateTimeOffset until, CancellationToken cancellationToken)
    {
        var id = ("id", (object)sessionId);
        await using var connection = await Database.OpenAsync(database, cancellationToken);
        // A table of its own: the session's row may be locked, and an end does not wait.
        await connection.WriteAsync(
            """
            INSERT INTO ended (id, until) VALUES (@id, greatest(@until, (SELECT expires_at FROM session WHERE id = @id)))
            ON CONFLICT (id) DO UPDATE SET until = greatest(ended.until, excluded.until)
            """,
            cancellationToken, id, ("until", until.ToUniversalTime()));
        var dropped = await connection.ReadAsync(
            """
            WITH free AS (SELECT id, generation, record FROM session WHERE id = @id AND record IS NOT NULL FOR UPDATE SKIP LOCKED)
            UPDATE session AS s SET record = NULL FROM free WHERE s.id = free.id RETURNING free.generation, free.record
            """,
            row => new SessionRecord(row.GetInt64(0), row.GetFieldValue<byte[]>(1)), cancellationToken, id);
        return dropped.SingleOrDefault();
    }

    public async ValueTask<EndedSessions> EndedSinceAsync(string? position, CancellationToken cancellationToken)
    {
        var since = position is null ? DateTimeOffset.UnixEpoch : DateTimeOffset.Parse(position, CultureInfo.InvariantCulture);
        await using var connection = await Database.OpenAsync(database, cancellationToken);
        // By the database's clock. Five seconds are listed again: an end is seen some time after the moment that it bears.
        var rows = await connection.ReadAsync(
            """
            SELECT clock.now, e.id, e.until FROM (SELECT clock_timestamp() AS now) AS clock
            LEFT JOIN ended AS e ON e.ended_at > @since - interval '5 seconds' ORDER BY e.ended_at DESC
            """,
            row => (Now: row.GetFieldValue<DateTimeOffset>(0), Ended: row.IsDBNull(1)
                ? (EndedSession?)null
                : new EndedSession(row.GetString(1), row.GetFieldValue<DateTimeOffset>(2))),
            cancellationToken, ("since", since));
        return new EndedSessions(rows[0].Now.ToString("O"), [.. rows.Select(row => row.Ended).OfType<EndedSession>()]);
    }

    public async ValueTask<bool> CleanUpAsync(CancellationToken cancellationToken)
    {
        // By the database's clock, because a server's clock may be wrong. An hour late, because the clocks differ.
        await using var connection = await Database.OpenAsync(database, cancellationToken);
        await connection.WriteAsync("DELETE FROM ended WHERE until < now() - interval '1 hour'", cancellationToken);
        return await connection.WriteAsync(
            """
            DELETE FROM session WHERE id IN (
                SELECT id FROM session WHERE expires_at < now() - interval '1 hour' LIMIT 1000 FOR UPDATE SKIP LOCKED)
            """,
            cancellationToken) == 1000;
    }

    internal static async Task<(SharedSession Session, TimeSpan Uptime)> ReadAsync(
        DbConnection connection, string sessionId, long known, CancellationToken cancellationToken) =>
        (await connection.ReadAsync(Look, row => Read(row, known), cancellationToken, ("id", sessionId))).Single();

    private static (SharedSession Session, TimeSpan Uptime) Read(DbDataReader row, long known)
    {
        var generation = row.GetInt64(0);
        return (new SharedSession
        {
            Ended = !row.IsDBNull(2),
            EndedUntil = row.IsDBNull(2) ? null : row.GetFieldValue<DateTimeOffset>(2),
            Generation = generation,
            Record = row.IsDBNull(1) || generation <= known ? null : new SessionRecord(generation, row.GetFieldValue<byte[]>(1)),
        }, TimeSpan.FromSeconds(row.GetDouble(3)));
    }
}
#endregion

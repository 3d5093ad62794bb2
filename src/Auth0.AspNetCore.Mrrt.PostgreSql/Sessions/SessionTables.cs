using Auth0.AspNetCore.Mrrt.Coordination;
using Auth0.AspNetCore.Mrrt.Coordination.Shared;
using Auth0.AspNetCore.Mrrt.PostgreSql.Connections;
using Npgsql;

namespace Auth0.AspNetCore.Mrrt.PostgreSql.Sessions;

/// <summary>What is asked of the sessions' tables without holding a lock: one statement each.</summary>
internal sealed class SessionTables(SessionDatabase database)
{
    private readonly SessionStatements _statements = new(database.Schema);

    public async Task<SharedSession> GetStatusAsync(string sessionId, long known, CancellationToken cancellationToken)
    {
        var rows = await database.ReadAsync(
            _statements.LookBeyond, Row, cancellationToken, Values.Text(sessionId), Values.Number(known))
            .ConfigureAwait(false);
        return rows[0];
    }

    /// <summary>Ends a session, and gives the record that it held until now.</summary>
    public async Task<SessionRecord?> EndAsync(string sessionId, DateTimeOffset until, CancellationToken cancellationToken)
    {
        var dropped = await database.ReadAsync(
            _statements.End,
            row => Record(row, generation: 0, payload: 1),
            cancellationToken,
            Values.Text(sessionId), Values.Time(until)).ConfigureAwait(false);
        return dropped.SingleOrDefault();
    }

    public async Task<bool> CreateAsync(
        string sessionId, ReadOnlyMemory<byte> ticket, DateTimeOffset expiresAt, CancellationToken cancellationToken) =>
        await database.ChangeAsync(
            _statements.Create,
            cancellationToken,
            Values.Text(sessionId), Values.Bytes(ticket), Values.Time(expiresAt)).ConfigureAwait(false) == 1;

    public async Task<bool> RenewAsync(
        string sessionId,
        ReadOnlyMemory<byte> ticket,
        DateTimeOffset expiresAt,
        DateTimeOffset now,
        CancellationToken cancellationToken) =>
        await database.ChangeAsync(
            _statements.Renew,
            cancellationToken,
            Values.Text(sessionId), Values.Bytes(ticket), Values.Time(expiresAt), Values.Time(now))
            .ConfigureAwait(false) == 1;

    public async Task<StoredSession?> ReadAsync(
        string sessionId, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var rows = await database.ReadAsync(
            _statements.Read,
            row => new StoredSession(
                row.GetFieldValue<byte[]>(0), row.IsDBNull(2) ? null : Record(row, generation: 1, payload: 2)),
            cancellationToken,
            Values.Text(sessionId), Values.Time(now)).ConfigureAwait(false);
        return rows.SingleOrDefault();
    }

    /// <summary>Ended, generation, record, and until when the end is remembered: the first four columns of every statement that
    /// reads a session.</summary>
    public static SharedSession Row(NpgsqlDataReader row) => new()
    {
        Ended = row.GetBoolean(0),
        Generation = row.GetInt64(1),
        Record = row.IsDBNull(2) ? null : Record(row, generation: 1, payload: 2),
        EndedUntil = row.IsDBNull(3) ? null : new DateTimeOffset(row.GetDateTime(3), TimeSpan.Zero),
    };

    private static SessionRecord Record(NpgsqlDataReader row, int generation, int payload) =>
        new(row.GetInt64(generation), row.GetFieldValue<byte[]>(payload));
}

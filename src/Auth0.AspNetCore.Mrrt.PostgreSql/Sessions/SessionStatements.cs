using Auth0.AspNetCore.Mrrt.PostgreSql.Schema;

namespace Auth0.AspNetCore.Mrrt.PostgreSql.Sessions;

/// <summary>
/// Each statement is whole: settings are local to its transaction, nothing is prepared, no lock but a row's. So a pooler
/// may give each transaction another connection.
/// </summary>
internal sealed class SessionStatements(SchemaName schema)
{
    private readonly string _session = schema.Table("session");
    private readonly string _tokens = schema.Table("session_tokens");

    /// <summary>$1 session, $2 expiry of a new row, $3 lock_timeout, $4 whether to wait for a lock that is seen to be held. Locks the
    /// row, creating it if need be, and reads it: see <see cref="TurnFunction"/>. Tells, last, the generation from before the
    /// wait.</summary>
    public string Lock { get; } =
        $"""
        SELECT turn.*, (SELECT t.generation FROM {schema.Table("session_tokens")} t WHERE t.id = $1)
        FROM {schema.Table(TurnFunction.Name)}($1, $2, $3, $4) AS turn
        """;

    /// <summary>Waits under the lock: see <see cref="RowLock"/>.</summary>
    public const string Pause = "SELECT pg_sleep(0.25)";

    /// <summary>$1 session. Once more under the lock.</summary>
    public string Look => $"{Select(_session, _tokens)}";

    /// <summary>$1 session, $2 a generation that is known already, whose record need not be sent.</summary>
    public string LookBeyond => $"{Select(_session, _tokens, "CASE WHEN t.generation > $2 THEN t.record END")}";

    /// <summary>
    /// $1 session, $2 expiry, $3 the next generation, $4 its record, $5 the generation that was read. Writes the tokens' row,
    /// which is locked already, and tells whether the session lives. Writes nothing over another generation, and then tells
    /// nothing: the COMMIT is on its way already. A sign-out comes either before or after: it waits for the session's row alone,
    /// and for no exchange. A stored session keeps its expiry: tokens prolong nothing.
    /// </summary>
    public string Commit { get; } =
        $"""
        WITH written AS (
            UPDATE {schema.Table("session_tokens")} AS t
            SET generation = $3, record = $4, expires_at = greatest(t.expires_at, $2)
            WHERE t.id = $1 AND t.generation = $5 AND t.generation < $3
            RETURNING t.id
        ),
        living AS (
            INSERT INTO {schema.Table("session")} AS s (id, expires_at) SELECT id, $2 FROM written
            ON CONFLICT (id) DO UPDATE
            SET expires_at = CASE WHEN s.ticket IS NULL THEN greatest(s.expires_at, excluded.expires_at) ELSE s.expires_at END
            WHERE s.ended_at IS NULL
            RETURNING s.id
        )
        SELECT EXISTS (SELECT 1 FROM living) FROM written
        """;

    /// <summary>$1 session, $2 until. A later sign-in of the session may have made a cookie that lasts longer: the tokens' row is kept
    /// for as long, and so is the end. Drops the tokens as well and gives them back, unless an exchange has them: its commit will
    /// find out.</summary>
    public string End { get; } =
        $"""
        WITH ended AS (
            INSERT INTO {schema.Table("session")} AS s (id, ended_at, expires_at)
            SELECT $1, clock_timestamp(), greatest($2, (SELECT t.expires_at FROM {schema.Table("session_tokens")} t WHERE t.id = $1))
            ON CONFLICT (id) DO UPDATE
            SET ended_at = coalesce(s.ended_at, clock_timestamp()), ticket = NULL,
                expires_at = greatest(s.expires_at, excluded.expires_at)
        )
        UPDATE {schema.Table("session_tokens")} AS t SET record = NULL
        FROM (SELECT id, record FROM {schema.Table("session_tokens")} WHERE id = $1 FOR UPDATE SKIP LOCKED) AS free
        WHERE t.id = free.id AND free.record IS NOT NULL
        RETURNING t.generation, free.record
        """;

    /// <summary>$1 session, $2 ticket, $3 expiry. Changes one row, or none if the session has ended.</summary>
    public string Create { get; } =
        $"""
        INSERT INTO {schema.Table("session")} AS s (id, ticket, expires_at) VALUES ($1, $2, $3)
        ON CONFLICT (id) DO UPDATE SET ticket = excluded.ticket, expires_at = excluded.expires_at WHERE s.ended_at IS NULL
        """;

    /// <summary>$1 session, $2 ticket, $3 expiry, $4 now. Changes one row, or none if the session does not live.</summary>
    public string Renew { get; } =
        $"""
        UPDATE {schema.Table("session")} SET ticket = $2, expires_at = $3
        WHERE id = $1 AND ticket IS NOT NULL AND ended_at IS NULL AND expires_at > $4
        """;

    /// <summary>$1 session, $2 now.</summary>
    public string Read { get; } =
        $"""
        SELECT s.ticket, t.generation, t.record
        FROM {schema.Table("session")} s LEFT JOIN {schema.Table("session_tokens")} t ON t.id = s.id
        WHERE s.id = $1 AND s.ticket IS NOT NULL AND s.ended_at IS NULL AND s.expires_at > $2
        """;

    private static string Select(string session, string tokens, string record = "t.record") =>
        $"""
        SELECT s.ended_at IS NOT NULL, coalesce(t.generation, 0), {record}, CASE WHEN s.ended_at IS NOT NULL THEN s.expires_at END
        FROM (SELECT $1::text AS id) AS asked
        LEFT JOIN {session} s ON s.id = asked.id
        LEFT JOIN {tokens} t ON t.id = asked.id
        """;
}

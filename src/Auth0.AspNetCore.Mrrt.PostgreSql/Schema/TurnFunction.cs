namespace Auth0.AspNetCore.Mrrt.PostgreSql.Schema;

/// <summary>
/// Locks a session's row and reads what the one before left, in one statement of the caller's. A statement sees everything
/// but the row it locks as it was before it waited, so a sign-out during the wait would be missed; of a volatile
/// function each statement sees what has been committed until then. It runs with its caller's rights and finds no name by
/// way of a search path. Servers of several versions call it: if it has to change, the next one gets another name, and this
/// one stays for a version.
/// </summary>
internal static class TurnFunction
{
    public const string Name = "begin_turn";

    /// <summary>
    /// Settings are the transaction's. The lock's time-out is over with the lock: the commit may have to wait for a sign-out. An
    /// administrator's idle_in_transaction_session_timeout must not end the lock while the tenant is being asked; a machine that
    /// vanished must, but not before its call to the tenant is over.
    /// <list type="bullet">
    /// <item><c>ended_until</c> tells until when an end is remembered.</item>
    /// <item><c>up_seconds</c> tells for how long the database has been up, as a primary: since it started; since it recovered from
    /// the crash of one of its processes, which ends every connection and resets these statistics; or, for a standby that took
    /// over, since the last that it heard of its predecessor, which beats every few seconds. Null when the tables are newer than
    /// that: no turn can be from before.</item>
    /// <item><c>has_waited</c> tells whether another held the lock until then.</item>
    /// <item><c>is_held</c> tells that another still does. Then nothing is locked and nothing else is told, which is no error that
    /// the database would log.</item>
    /// </list>
    /// </summary>
    public static string Script(SchemaName schema) =>
        $"""
        CREATE OR REPLACE FUNCTION {schema.Table(Name)}(session_id text, row_expires_at timestamptz, longest_wait text, waits boolean)
        RETURNS TABLE (
            has_ended boolean, newest_generation bigint, newest_record bytea, ended_until timestamptz,
            up_seconds double precision, has_waited boolean, is_held boolean)
        LANGUAGE plpgsql VOLATILE SECURITY INVOKER ROWS 1
        SET search_path = pg_catalog, pg_temp
        AS $$
        BEGIN
            PERFORM set_config('lock_timeout', longest_wait, true),
                set_config('idle_in_transaction_session_timeout', '0', true),
                set_config('tcp_keepalives_idle', '60', true);
            PERFORM 1 FROM {schema.Table("session_tokens")} t WHERE t.id = session_id FOR UPDATE SKIP LOCKED;
            has_waited := NOT FOUND AND EXISTS (SELECT 1 FROM {schema.Table("session_tokens")} t WHERE t.id = session_id);
            IF has_waited AND NOT waits THEN
                is_held := true;
                RETURN NEXT;
                RETURN;
            END IF;
            INSERT INTO {schema.Table("session_tokens")} AS t (id, generation, record, expires_at)
            VALUES (session_id, 0, NULL, row_expires_at)
            ON CONFLICT (id) DO UPDATE SET generation = t.generation;
            PERFORM set_config('lock_timeout', '0', true);
            RETURN QUERY
            SELECT s.ended_at IS NOT NULL, t.generation, t.record, CASE WHEN s.ended_at IS NOT NULL THEN s.expires_at END,
                CASE WHEN since.began < (SELECT min(v.applied_at) FROM {schema.Table("schema_version")} v) THEN NULL
                    ELSE extract(epoch FROM clock_timestamp() - since.began)::float8 END,
                has_waited, false
            FROM {schema.Table("session_tokens")} t
            LEFT JOIN {schema.Table("session")} s ON s.id = t.id
            CROSS JOIN (SELECT greatest(
                pg_postmaster_start_time(),
                (SELECT stats_reset FROM pg_stat_bgwriter),
                coalesce(pg_last_xact_replay_timestamp() + interval '{Heartbeat.Margin.TotalSeconds} seconds', '-infinity')) AS began) AS since
            WHERE t.id = session_id;
        END
        $$;
        """;
}

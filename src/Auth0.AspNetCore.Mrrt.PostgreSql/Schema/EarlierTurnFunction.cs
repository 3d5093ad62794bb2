namespace Auth0.AspNetCore.Mrrt.PostgreSql.Schema;

/// <summary>What servers of the version before take their turns with. It stays as it is, so that they go on working while the
/// servers are updated: see <see cref="TurnFunction"/>.</summary>
internal static class EarlierTurnFunction
{
    private const string Name = "take_turn";

    public static string Script(SchemaName schema) =>
        $"""
        CREATE OR REPLACE FUNCTION {schema.Table(Name)}(session_id text, row_expires_at timestamptz, longest_wait text)
        RETURNS TABLE (
            has_ended boolean, newest_generation bigint, newest_record bytea, up_seconds double precision, has_waited boolean)
        LANGUAGE plpgsql VOLATILE SECURITY INVOKER ROWS 1
        SET search_path = pg_catalog, pg_temp
        AS $$
        BEGIN
            PERFORM set_config('lock_timeout', longest_wait, true),
                set_config('idle_in_transaction_session_timeout', '0', true),
                set_config('tcp_keepalives_idle', '60', true);
            PERFORM 1 FROM {schema.Table("session_tokens")} t WHERE t.id = session_id FOR UPDATE SKIP LOCKED;
            has_waited := NOT FOUND AND EXISTS (SELECT 1 FROM {schema.Table("session_tokens")} t WHERE t.id = session_id);
            INSERT INTO {schema.Table("session_tokens")} AS t (id, generation, record, expires_at)
            VALUES (session_id, 0, NULL, row_expires_at)
            ON CONFLICT (id) DO UPDATE SET generation = t.generation;
            RETURN QUERY
            SELECT s.ended_at IS NOT NULL, t.generation, t.record,
                extract(epoch FROM clock_timestamp() - greatest(
                    pg_postmaster_start_time(),
                    (SELECT stats_reset FROM pg_stat_bgwriter),
                    coalesce(pg_last_xact_replay_timestamp() + interval '{Heartbeat.Margin.TotalSeconds} seconds', '-infinity')))::float8,
                has_waited
            FROM {schema.Table("session_tokens")} t
            LEFT JOIN {schema.Table("session")} s ON s.id = t.id
            WHERE t.id = session_id;
        END
        $$;
        """;
}

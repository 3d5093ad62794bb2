namespace Auth0.AspNetCore.Mrrt.PostgreSql.Schema;

/// <summary>The tables, and what they are asked through. A change adds to them: servers of the version before must go on working.</summary>
internal static class SchemaScript
{
    public const int Version = 3;

    /// <summary>Servers that start at once create the tables one after the other: <c>IF NOT EXISTS</c> alone can fail
    /// when two do it together. Held until the transaction ends.</summary>
    public const string Lock = "SELECT pg_advisory_xact_lock(4716042880160301);";

    public static string Tables(SchemaName schema, bool createSchema) =>
        $"""
        {(createSchema ? $"CREATE SCHEMA IF NOT EXISTS {schema};\n" : "")}CREATE TABLE IF NOT EXISTS {schema.Table("schema_version")} (
            version integer PRIMARY KEY,
            applied_at timestamptz NOT NULL DEFAULT now()
        );
        -- A session's ticket, sealed; none for one that lives in its cookie. A row that has ended stays until no cookie is left.
        CREATE TABLE IF NOT EXISTS {schema.Table("session")} (
            id text PRIMARY KEY,
            ticket bytea,
            ended_at timestamptz,
            expires_at timestamptz NOT NULL
        );
        CREATE INDEX IF NOT EXISTS session_expires_at ON {schema.Table("session")} (expires_at);
        CREATE INDEX IF NOT EXISTS session_ended_at ON {schema.Table("session")} (ended_at) WHERE ended_at IS NOT NULL;
        -- The newest generation of a session's tokens, sealed. Who exchanges holds the row's lock. Apart from the session, so
        -- that a sign-out waits for no exchange.
        CREATE TABLE IF NOT EXISTS {schema.Table("session_tokens")} (
            id text PRIMARY KEY,
            generation bigint NOT NULL,
            record bytea,
            expires_at timestamptz NOT NULL
        ) WITH (fillfactor = 70);
        CREATE INDEX IF NOT EXISTS session_tokens_expires_at ON {schema.Table("session_tokens")} (expires_at);
        -- Written every few seconds, so that a standby that takes over knows until when its predecessor lived.
        CREATE TABLE IF NOT EXISTS {schema.Table("heartbeat")} (
            id integer PRIMARY KEY,
            beat_at timestamptz NOT NULL
        );
        INSERT INTO {schema.Table("heartbeat")} (id, beat_at) VALUES (1, now()) ON CONFLICT DO NOTHING;
        CREATE TABLE IF NOT EXISTS {schema.Table("data_protection_key")} (
            friendly_name text PRIMARY KEY,
            xml text NOT NULL,
            created_at timestamptz NOT NULL DEFAULT now()
        );
        {EarlierTurnFunction.Script(schema)}
        {TurnFunction.Script(schema)}
        INSERT INTO {schema.Table("schema_version")} (version) VALUES ({Version}) ON CONFLICT DO NOTHING;

        """;
}

using Auth0.AspNetCore.Mrrt.PostgreSql.Connections;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Npgsql;

namespace Auth0.AspNetCore.Mrrt.PostgreSql.Schema;

/// <summary>Sees to it that the tables are there before the first request.</summary>
internal sealed class SchemaCreation(
    SessionDatabase database, IOptions<PostgreSqlOptions> options, ILogger<SchemaCreation> logger)
{
    /// <summary>Creates the tables if it may, or complains if they are not there.</summary>
    /// <exception cref="InvalidOperationException">They are not there, and are not to be created.</exception>
    public async Task EnsureAsync(CancellationToken cancellationToken)
    {
        if (await VersionAsync(cancellationToken).ConfigureAwait(false) >= SchemaScript.Version)
        {
            return; // of this version, or of a newer one that adds to it
        }

        if (!options.Value.CreateSchema)
        {
            throw new InvalidOperationException(
                $"The schema {database.Schema} lacks the tables of version {SchemaScript.Version}: run "
                + $"{nameof(PostgreSqlSchema)}.{nameof(PostgreSqlSchema.Script)}, or set "
                + $"{nameof(PostgreSqlOptions)}.{nameof(PostgreSqlOptions.CreateSchema)}.");
        }

        await CreateAsync(cancellationToken).ConfigureAwait(false);
        logger.SchemaCreated(SchemaScript.Version);
    }

    private async Task<int> VersionAsync(CancellationToken cancellationToken)
    {
        try
        {
            var versions = await database.ReadAsync(
                $"SELECT coalesce(max(version), 0) FROM {database.Schema.Table("schema_version")}",
                row => row.GetInt32(0),
                cancellationToken).ConfigureAwait(false);
            return versions[0];
        }
        catch (PostgresException e) when (
            e.SqlState is PostgresErrorCodes.UndefinedTable or PostgresErrorCodes.InvalidSchemaName)
        {
            return 0;
        }
    }

    private async Task CreateAsync(CancellationToken cancellationToken)
    {
        var connection = await database.OpenAsync(cancellationToken).ConfigureAwait(false);
        await using var _ = connection.ConfigureAwait(false);
        var transaction = await connection.BeginTransactionAsync(cancellationToken).ConfigureAwait(false);
        await using var __ = transaction.ConfigureAwait(false);
        await RunAsync(connection, SchemaScript.Lock, cancellationToken).ConfigureAwait(false);
        // CREATE SCHEMA asks for a permission even where IF NOT EXISTS would leave it at that.
        var missing = !await SchemaExistsAsync(connection, cancellationToken).ConfigureAwait(false);
        await RunAsync(connection, SchemaScript.Tables(database.Schema, missing), cancellationToken)
            .ConfigureAwait(false);
        await transaction.CommitAsync(cancellationToken).ConfigureAwait(false);
    }

    private async Task<bool> SchemaExistsAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        var command = SessionDatabase.Command(
            "SELECT EXISTS (SELECT FROM pg_catalog.pg_namespace WHERE nspname = $1)",
            connection,
            Values.Text(database.Schema.Name));
        await using var _ = command.ConfigureAwait(false);
        return (bool)(await command.ExecuteScalarAsync(cancellationToken).ConfigureAwait(false))!;
    }

    private static async Task RunAsync(NpgsqlConnection connection, string sql, CancellationToken cancellationToken)
    {
        var command = SessionDatabase.Command(sql, connection);
        await using var _ = command.ConfigureAwait(false);
        await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
    }
}

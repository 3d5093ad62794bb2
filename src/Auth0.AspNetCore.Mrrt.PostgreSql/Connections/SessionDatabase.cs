using System.Transactions;
using Auth0.AspNetCore.Mrrt.PostgreSql.Schema;
using Microsoft.Extensions.Options;
using Npgsql;

namespace Auth0.AspNetCore.Mrrt.PostgreSql.Connections;

/// <summary>Opens connections. Nothing is asked of them that outlives a transaction.</summary>
internal sealed class SessionDatabase(DatabaseAddress address, IOptions<PostgreSqlOptions> options)
    : IAsyncDisposable, IDisposable
{
    /// <summary>For statements that wait for nobody.</summary>
    public const int StatementSeconds = 10;

    private readonly Lazy<NpgsqlDataSource> _dataSource = new(address.DataSource);

    public SchemaName Schema { get; } = new(options.Value.Schema);

    public async ValueTask<NpgsqlConnection> OpenAsync(CancellationToken cancellationToken)
    {
        // An application's transaction around its own work is not around a session's.
        using var apart = Transaction.Current is null
            ? null
            : new TransactionScope(TransactionScopeOption.Suppress, TransactionScopeAsyncFlowOption.Enabled);
        return await _dataSource.Value.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);
    }

    public NpgsqlConnection Open()
    {
        using var apart = Transaction.Current is null ? null : new TransactionScope(TransactionScopeOption.Suppress);
        return _dataSource.Value.OpenConnection();
    }

    /// <summary>
    /// Runs something on a connection, and once more on a new one if the connection turns out to be broken: after a
    /// restart of the database every idle connection of the pool is. So it must do no harm twice.
    /// </summary>
    public async Task<T> UseAsync<T>(
        Func<NpgsqlConnection, Task<T>> use, CancellationToken cancellationToken)
    {
        var connection = await OpenAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            return await use(connection).ConfigureAwait(false);
        }
        catch (Exception e) when (DatabaseFailure.IsBreak(e))
        {
            _dataSource.Value.Clear();
        }

        return await use(await OpenAsync(cancellationToken).ConfigureAwait(false)).ConfigureAwait(false);
    }

    /// <summary>Runs one statement that changes something.</summary>
    /// <returns>How many rows it changed.</returns>
    public Task<int> ChangeAsync(string sql, CancellationToken cancellationToken, params NpgsqlParameter[] values) =>
        UseAsync(
            async connection =>
            {
                await using var _ = connection.ConfigureAwait(false);
                var command = Command(sql, connection, values);
                await using var __ = command.ConfigureAwait(false);
                return await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
            },
            cancellationToken);

    /// <summary>Runs one statement and gives its rows out.</summary>
    public Task<List<T>> ReadAsync<T>(
        string sql, Func<NpgsqlDataReader, T> row, CancellationToken cancellationToken, params NpgsqlParameter[] values) =>
        UseAsync(
            async connection =>
            {
                await using var _ = connection.ConfigureAwait(false);
                var command = Command(sql, connection, values);
                await using var __ = command.ConfigureAwait(false);
                var reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
                await using var ___ = reader.ConfigureAwait(false);
                List<T> rows = [];
                while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
                {
                    rows.Add(row(reader));
                }

                return rows;
            },
            cancellationToken);

    public async ValueTask DisposeAsync()
    {
        if (address.IsOwn && _dataSource.IsValueCreated)
        {
            await _dataSource.Value.DisposeAsync().ConfigureAwait(false);
        }
    }

    public void Dispose()
    {
        if (address.IsOwn && _dataSource.IsValueCreated)
        {
            _dataSource.Value.Dispose();
        }
    }

    public static NpgsqlCommand Command(string sql, NpgsqlConnection connection, params NpgsqlParameter[] values)
    {
#pragma warning disable CA2100 // composed of constants and the schema's checked name
        var command = new NpgsqlCommand(sql, connection) { CommandTimeout = StatementSeconds };
#pragma warning restore CA2100
        foreach (var value in values)
        {
            command.Parameters.Add(value.Clone()); // a parameter belongs to one command, and a break runs it in another
        }

        return command;
    }
}

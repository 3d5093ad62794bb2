using System.Data;
using System.Globalization;
using Auth0.AspNetCore.Mrrt.Coordination;
using Auth0.AspNetCore.Mrrt.Coordination.Shared;
using Auth0.AspNetCore.Mrrt.PostgreSql.Connections;
using Npgsql;

namespace Auth0.AspNetCore.Mrrt.PostgreSql.Sessions;

/// <summary>What is asked in the transaction that holds a row's lock. Fails as Npgsql fails.</summary>
internal sealed class RowTransaction : IAsyncDisposable
{
    private readonly string _sessionId;
    private readonly SessionStatements _statements;
    private readonly NpgsqlConnection _connection;
    private readonly NpgsqlTransaction _transaction;

    private RowTransaction(
        string sessionId, SessionStatements statements, NpgsqlConnection connection, NpgsqlTransaction transaction)
    {
        _sessionId = sessionId;
        _statements = statements;
        _connection = connection;
        _transaction = transaction;
    }

    /// <summary>Begins it. Nothing is sent before the first statement.</summary>
    public static async Task<RowTransaction> BeginAsync(
        string sessionId, SessionStatements statements, NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        try
        {
            // Explicitly, since a database may have another default.
            var transaction = await connection
                .BeginTransactionAsync(IsolationLevel.ReadCommitted, cancellationToken)
                .ConfigureAwait(false);
            return new RowTransaction(sessionId, statements, connection, transaction);
        }
        catch
        {
            await connection.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Locks the row.</summary>
    /// <param name="expiresAt">The expiry of a new row.</param>
    /// <param name="wait">How long the lock is waited for: where nobody can tell that another holds it, in any case.</param>
    /// <param name="waits">Whether it is waited for where that can be told.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public async Task<LockedRow> LockAsync(DateTimeOffset expiresAt, TimeSpan wait, bool waits, CancellationToken cancellationToken)
    {
        var milliseconds = (long)Math.Max(1, wait.TotalMilliseconds);
        var command = SessionDatabase.Command(
            _statements.Lock,
            _connection,
            Values.Text(_sessionId),
            Values.Time(expiresAt),
            Values.Text(milliseconds.ToString(CultureInfo.InvariantCulture)),
            Values.Truth(waits));
        await using var _ = command.ConfigureAwait(false);
        command.CommandTimeout = SessionDatabase.StatementSeconds + (int)(milliseconds / 1000);
        var reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        await using var __ = reader.ConfigureAwait(false);
        await reader.ReadAsync(cancellationToken).ConfigureAwait(false);
        return reader.GetBoolean(6)
            ? new LockedRow { IsHeld = true }
            : new LockedRow(
                IsHeld: false,
                SessionTables.Row(reader),
                Uptime: reader.IsDBNull(4) ? null : TimeSpan.FromSeconds(reader.GetDouble(4)),
                HasWaited: reader.GetBoolean(5),
                GenerationBefore: reader.IsDBNull(7) ? null : reader.GetInt64(7));
    }

    /// <summary>Waits for a moment under the lock.</summary>
    public async Task PauseAsync(CancellationToken cancellationToken)
    {
        var command = SessionDatabase.Command(SessionStatements.Pause, _connection);
        await using var _ = command.ConfigureAwait(false);
        await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
    }

    public async Task<SharedSession> ReadAsync(CancellationToken cancellationToken) => await WhileOpenAsync(async () =>
    {
        var command = SessionDatabase.Command(_statements.Look, _connection, Values.Text(_sessionId));
        await using var _ = command.ConfigureAwait(false);
        var reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        await using var __ = reader.ConfigureAwait(false);
        await reader.ReadAsync(cancellationToken).ConfigureAwait(false);
        return SessionTables.Row(reader);
    }).ConfigureAwait(false);

    /// <summary>Writes the next generation, and ends the transaction: the COMMIT is sent along.</summary>
    public async Task<LockCommit> CommitAsync(SessionRecord record, DateTimeOffset expiresAt, long generationRead) => await WhileOpenAsync(async () =>
    {
        var batch = _connection.CreateBatch();
        await using var _ = batch.ConfigureAwait(false);
        batch.Timeout = SessionDatabase.StatementSeconds * 2; // a COMMIT may wait for a standby
        batch.BatchCommands.Add(new NpgsqlBatchCommand(_statements.Commit)
        {
            Parameters =
            {
                Values.Text(_sessionId),
                Values.Time(expiresAt),
                Values.Number(record.Generation),
                Values.Bytes(record.Payload),
                Values.Number(generationRead),
            },
        });
        batch.BatchCommands.Add(new NpgsqlBatchCommand("COMMIT"));
        var reader = await batch.ExecuteReaderAsync(CancellationToken.None).ConfigureAwait(false);
        await using var __ = reader.ConfigureAwait(false);
        bool? lives = await reader.ReadAsync(CancellationToken.None).ConfigureAwait(false) ? reader.GetBoolean(0) : null;
        while (await reader.NextResultAsync(CancellationToken.None).ConfigureAwait(false))
        {
            // To the end: only there it is known that the COMMIT has succeeded.
        }

        return lives switch
        {
            null => LockCommit.MovedOn,
            true => LockCommit.Kept,
            false => LockCommit.SessionEnded,
        };
    }).ConfigureAwait(false);

    /// <summary>Rolls back what is not committed.</summary>
    public async ValueTask DisposeAsync()
    {
        try
        {
            await _transaction.DisposeAsync().ConfigureAwait(false);
        }
        catch (Exception e) when (DatabaseFailure.Is(e))
        {
            // The connection broke: the database has ended the transaction, or will when it notices.
        }

        await _connection.DisposeAsync().ConfigureAwait(false);
    }

    /// <summary>With <c>Keepalive</c> in the connection string Npgsql notices a break while nobody uses the connection, and then
    /// says that it is not open: no fault of the database's, by its type.</summary>
    private async Task<T> WhileOpenAsync<T>(Func<Task<T>> ask)
    {
        try
        {
            return await ask().ConfigureAwait(false);
        }
        catch (InvalidOperationException e) when (_connection.State is not ConnectionState.Open)
        {
            throw new IOException("The connection broke while it was idle.", e);
        }
    }
}

using System.Data;
using System.Diagnostics;
using Auth0.AspNetCore.Mrrt.Coordination;
using Auth0.AspNetCore.Mrrt.Coordination.Shared;
using Auth0.AspNetCore.Mrrt.PostgreSql.Connections;
using Npgsql;

namespace Auth0.AspNetCore.Mrrt.PostgreSql.Sessions;

/// <summary>A transaction that holds the lock of a session's row. It ends with the commit, with its disposal, or with
/// the process: nothing has to be given back.</summary>
internal sealed class RowLock : ISessionLock
{
    private static readonly TimeSpan LongestWithoutWait = TimeSpan.FromMilliseconds(50);

    private readonly string _sessionId;
    private readonly SessionStatements _statements;
    private readonly NpgsqlConnection _connection;
    private readonly NpgsqlTransaction _transaction;
    private bool _isOver;

    private RowLock(
        string sessionId,
        SessionStatements statements,
        NpgsqlConnection connection,
        NpgsqlTransaction transaction)
    {
        _sessionId = sessionId;
        _statements = statements;
        _connection = connection;
        _transaction = transaction;
    }

    public SharedSession Session { get; private set; }

    /// <summary>How long the database had been up, as a primary, when the lock was taken.</summary>
    public TimeSpan? Uptime { get; private set; }

    /// <summary>Called once when the lock is free again.</summary>
    public Action? Freed { get; set; }

    /// <param name="request">The session, and how patiently the database waits for another's lock.</param>
    /// <param name="statements">What to say.</param>
    /// <param name="connection">Whose connection; it is closed in any case.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public static async Task<RowLock> TakeAsync(
        LockRequest request,
        SessionStatements statements,
        NpgsqlConnection connection,
        CancellationToken cancellationToken)
    {
        RowLock? taken = null;
        try
        {
            // Sent along with the first statement. Explicitly, since a database may have another default.
            var transaction = await connection
                .BeginTransactionAsync(IsolationLevel.ReadCommitted, cancellationToken)
                .ConfigureAwait(false);
            taken = new RowLock(request.SessionId, statements, connection, transaction);
            var began = Stopwatch.GetTimestamp();
            var (hasWaited, generationBefore) = await taken.LockAsync(request.ExpiresAt, request.Patience, cancellationToken).ConfigureAwait(false);
            // The row of a session's first exchange is not there for others before its commit: only the time tells of the wait.
            if (hasWaited || request.HasWaited || (generationBefore is null && Stopwatch.GetElapsedTime(began) > LongestWithoutWait))
            {
                // A database that shuts down ends one connection after the other: who waits for a lock may be given it
                // because its holder's is gone, and its own the next moment. It does not answer a second time. On a busy machine
                // that moment lasts a while. A holder that has committed was not ended so.
                if (taken.Session.Generation == (generationBefore ?? 0))
                {
                    await taken.PauseAsync(cancellationToken).ConfigureAwait(false);
                }

                await taken.ReadAsync(cancellationToken).ConfigureAwait(false);
            }

            return taken;
        }
        catch
        {
            if (taken is not null)
            {
                await taken.DisposeAsync().ConfigureAwait(false);
            }

            await connection.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    public async ValueTask<bool> ReloadAsync(CancellationToken cancellationToken)
    {
        if (_isOver)
        {
            return false;
        }

        await DatabaseFailure.TranslateAsync(async () =>
        {
            try
            {
                await ReadAsync(cancellationToken).ConfigureAwait(false);
                return true;
            }
            catch (InvalidOperationException e) when (_connection.State is not ConnectionState.Open)
            {
                throw Broken(e);
            }
        }).ConfigureAwait(false);
        return true;
    }

    /// <summary>Writes the next generation, and ends the transaction.</summary>
    public async ValueTask<LockCommit> CommitAsync(
        SessionRecord record, DateTimeOffset expiresAt, CancellationToken cancellationToken)
    {
        if (_isOver)
        {
            return LockCommit.Lost;
        }

        var outcome = await DatabaseFailure.TranslateAsync(async () =>
        {
            try
            {
                return await WriteAsync(record, expiresAt).ConfigureAwait(false);
            }
            catch (InvalidOperationException e) when (_connection.State is not ConnectionState.Open)
            {
                throw Broken(e);
            }
        }).ConfigureAwait(false);
        await DisposeAsync().ConfigureAwait(false);
        return outcome;
    }

    public async ValueTask DisposeAsync()
    {
        if (_isOver)
        {
            return;
        }

        _isOver = true;
        try
        {
            await CloseAsync().ConfigureAwait(false);
        }
        finally
        {
            Freed?.Invoke();
        }
    }

    /// <summary>With <c>Keepalive</c> in the connection string Npgsql notices while nobody uses the connection, and then
    /// says that it is not open: no fault of the database's, by its type.</summary>
    private static IOException Broken(InvalidOperationException e) => new("The connection broke while it was idle.", e);

    private async Task CloseAsync()
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

    private async Task ReadAsync(CancellationToken cancellationToken)
    {
        var command = SessionDatabase.Command(_statements.Look, _connection, Values.Text(_sessionId));
        await using var _ = command.ConfigureAwait(false);
        var reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        await using var __ = reader.ConfigureAwait(false);
        await reader.ReadAsync(cancellationToken).ConfigureAwait(false);
        Session = SessionTables.Row(reader);
    }

    private async Task<LockCommit> WriteAsync(SessionRecord record, DateTimeOffset expiresAt)
    {
        var command = SessionDatabase.Command(
            _statements.Commit,
            _connection,
            Values.Text(_sessionId),
            Values.Time(expiresAt),
            Values.Number(record.Generation),
            Values.Bytes(record.Payload),
            Values.Number(Session.Generation));
        await using var _ = command.ConfigureAwait(false);
        if (await command.ExecuteScalarAsync(CancellationToken.None).ConfigureAwait(false) is not bool lives)
        {
            return LockCommit.MovedOn;
        }

        await _transaction.CommitAsync(CancellationToken.None).ConfigureAwait(false);
        return lives ? LockCommit.Kept : LockCommit.SessionEnded;
    }

    private async Task PauseAsync(CancellationToken cancellationToken)
    {
        var command = SessionDatabase.Command(SessionStatements.Pause, _connection);
        await using var _ = command.ConfigureAwait(false);
        await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Says whether another held the lock until then, and what generation the row had before the wait.</summary>
    private async Task<(bool HasWaited, long? GenerationBefore)> LockAsync(DateTimeOffset expiresAt, TimeSpan wait, CancellationToken cancellationToken)
    {
        var milliseconds = (long)Math.Max(1, wait.TotalMilliseconds);
        var command = SessionDatabase.Command(
            _statements.Lock,
            _connection,
            Values.Text(_sessionId),
            Values.Time(expiresAt),
            Values.Text(milliseconds.ToString(System.Globalization.CultureInfo.InvariantCulture)));
        await using var _ = command.ConfigureAwait(false);
        command.CommandTimeout = SessionDatabase.StatementSeconds + (int)(milliseconds / 1000);
        var reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        await using var __ = reader.ConfigureAwait(false);
        await reader.ReadAsync(cancellationToken).ConfigureAwait(false);
        Session = SessionTables.Row(reader);
        Uptime = TimeSpan.FromSeconds(reader.GetDouble(3));
        return (reader.GetBoolean(4), reader.IsDBNull(5) ? null : reader.GetInt64(5));
    }
}

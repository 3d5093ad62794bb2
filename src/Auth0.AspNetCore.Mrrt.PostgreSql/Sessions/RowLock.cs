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

    private readonly RowTransaction _transaction;
    private bool _isOver;

    private RowLock(RowTransaction transaction, SharedSession session, TimeSpan? uptime)
    {
        _transaction = transaction;
        Session = session;
        Uptime = uptime;
    }

    public SharedSession Session { get; private set; }

    public TimeSpan? Uptime { get; }

    /// <summary>Called once when the lock is free again.</summary>
    public Action? Freed { get; set; }

    /// <param name="request">The session, and how patiently the database waits for another's lock.</param>
    /// <param name="waits">Whether it waits where it can tell that another holds the lock.</param>
    /// <param name="statements">What to say.</param>
    /// <param name="connection">Whose connection; it is closed in any case.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>Null when another holds the lock. Fails with a lock's time-out where that took a while to find out.</returns>
    public static async Task<RowLock?> TakeAsync(
        LockRequest request,
        bool waits,
        SessionStatements statements,
        NpgsqlConnection connection,
        CancellationToken cancellationToken)
    {
        var transaction = await RowTransaction
            .BeginAsync(request.SessionId, statements, connection, cancellationToken)
            .ConfigureAwait(false);
        try
        {
            var began = Stopwatch.GetTimestamp();
            var row = await transaction.LockAsync(request.ExpiresAt, request.Patience, waits, cancellationToken).ConfigureAwait(false);
            if (row.IsHeld)
            {
                await transaction.DisposeAsync().ConfigureAwait(false);
                return null;
            }

            var session = row.Session;
            // The row of a session's first exchange is not there for others before its commit: only the time tells of the wait.
            if (row.HasWaited || request.HasWaited || (row.GenerationBefore is null && Stopwatch.GetElapsedTime(began) > LongestWithoutWait))
            {
                // A database that shuts down ends one connection after the other: who waits for a lock may be given it
                // because its holder's is gone, and its own the next moment. It does not answer a second time. On a busy machine
                // that moment lasts a while. A holder that has committed was not ended so.
                if (session.Generation == (row.GenerationBefore ?? 0))
                {
                    await transaction.PauseAsync(cancellationToken).ConfigureAwait(false);
                }

                session = await transaction.ReadAsync(cancellationToken).ConfigureAwait(false);
            }

            return new RowLock(transaction, session, row.Uptime);
        }
        catch
        {
            await transaction.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    public async ValueTask<bool> ReloadAsync(CancellationToken cancellationToken)
    {
        if (_isOver)
        {
            return false;
        }

        Session = await DatabaseFailure.TranslateAsync(() => _transaction.ReadAsync(cancellationToken)).ConfigureAwait(false);
        return true;
    }

    public async ValueTask<LockCommit> CommitAsync(
        SessionRecord record, DateTimeOffset expiresAt, CancellationToken cancellationToken)
    {
        if (_isOver)
        {
            return LockCommit.Lost;
        }

        var outcome = await DatabaseFailure.TranslateAsync(() => _transaction.CommitAsync(record, expiresAt, Session.Generation))
            .ConfigureAwait(false);
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
            await _transaction.DisposeAsync().ConfigureAwait(false);
        }
        finally
        {
            Freed?.Invoke();
        }
    }
}

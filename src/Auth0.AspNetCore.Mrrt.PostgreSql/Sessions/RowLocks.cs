using Auth0.AspNetCore.Mrrt.Coordination.Shared;
using Auth0.AspNetCore.Mrrt.PostgreSql.Connections;
using Microsoft.Extensions.Options;

namespace Auth0.AspNetCore.Mrrt.PostgreSql.Sessions;

/// <summary>Takes the locks of sessions' rows, no more at once than leave connections for everybody else.</summary>
internal sealed class RowLocks(SessionDatabase database, IOptions<PostgreSqlOptions> options) : IDisposable
{
    private readonly SessionStatements _statements = new(database.Schema);
    private readonly SemaphoreSlim _free = new(options.Value.MaxConcurrentExchanges);

    /// <summary>Waits for the lock in the database, as patiently as is said. Fails as Npgsql fails.</summary>
    public async Task<LockAttempt> TryTakeAsync(LockRequest request, CancellationToken cancellationToken)
    {
        await _free.WaitAsync(cancellationToken).ConfigureAwait(false);
        var isTaken = false;
        try
        {
            var row = await database.UseAsync(
                connection => RowLock.TakeAsync(request, _statements, connection, cancellationToken), cancellationToken)
                .ConfigureAwait(false);
            isTaken = true;
            row.Freed = () => _free.Release();
            return LockAttempt.Taken(row);
        }
        catch (Exception e) when (DatabaseFailure.IsLockTimeout(e))
        {
            return LockAttempt.Held();
        }
        finally
        {
            if (!isTaken)
            {
                _free.Release();
            }
        }
    }

    public void Dispose() => _free.Dispose();
}

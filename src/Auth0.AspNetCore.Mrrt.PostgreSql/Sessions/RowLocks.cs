using Auth0.AspNetCore.Mrrt.Coordination.Shared;
using Auth0.AspNetCore.Mrrt.PostgreSql.Connections;
using Microsoft.Extensions.Options;

namespace Auth0.AspNetCore.Mrrt.PostgreSql.Sessions;

/// <summary>
/// Takes the locks of sessions' rows, no more at once than leave connections for everybody else. Who has to wait for another
/// server does not do so in a place where an exchange could work: another server that is slow with some sessions would hold up
/// all the others here.
/// </summary>
internal sealed class RowLocks(SessionDatabase database, DatabaseAddress address, IOptions<PostgreSqlOptions> options) : IDisposable
{
    /// <summary>How long the lock of a row is waited for in a place to work. Only where nobody can tell that it is held.</summary>
    private static readonly TimeSpan LongestGlance = TimeSpan.FromMilliseconds(20);

    private readonly SessionStatements _statements = new(database.Schema);
    private readonly SemaphoreSlim _working = new(options.Value.MaxConcurrentExchanges);
    private readonly SemaphoreSlim _waiting = new(Waiting(address.MostConnections, options.Value.MaxConcurrentExchanges));

    /// <summary>Takes the lock at once, or waits for it in the database, as patiently as is said. Fails as Npgsql fails.</summary>
    public async Task<LockAttempt> TryTakeAsync(LockRequest request, CancellationToken cancellationToken)
    {
        await _working.WaitAsync(cancellationToken).ConfigureAwait(false);
        var glance = request with { Patience = request.Patience < LongestGlance ? request.Patience : LongestGlance };
        if (await TakeAsync(_working, glance, waits: false, cancellationToken).ConfigureAwait(false) is { } free)
        {
            return LockAttempt.Taken(free);
        }

        // Without a place the caller comes again.
        return request.Patience > LongestGlance
            && await _waiting.WaitAsync(TimeSpan.Zero, cancellationToken).ConfigureAwait(false)
            && await TakeAsync(_waiting, request with { HasWaited = true }, waits: true, cancellationToken).ConfigureAwait(false) is { } freed
                ? LockAttempt.Taken(freed)
                : LockAttempt.Held();
    }

    public void Dispose()
    {
        _working.Dispose();
        _waiting.Dispose();
    }

    /// <summary>One connection is left for those who only read, whatever the exchanges do.</summary>
    private static int Waiting(int connections, int working) => Math.Clamp(connections - 1 - working, 0, working);

    /// <param name="place">Where it is taken. The lock keeps the place until it is free again.</param>
    /// <param name="request">The session, and how patiently.</param>
    /// <param name="waits">Whether the lock of another is waited for.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>Null when another holds the lock.</returns>
    private async Task<RowLock?> TakeAsync(SemaphoreSlim place, LockRequest request, bool waits, CancellationToken cancellationToken)
    {
        RowLock? taken = null;
        try
        {
            taken = await database.UseAsync(
                connection => RowLock.TakeAsync(request, waits, _statements, connection, cancellationToken), cancellationToken)
                .ConfigureAwait(false);
            if (taken is not null)
            {
                taken.Freed = () => place.Release();
            }

            return taken;
        }
        catch (Exception e) when (DatabaseFailure.IsLockTimeout(e))
        {
            return null;
        }
        finally
        {
            if (taken is null)
            {
                place.Release();
            }
        }
    }
}

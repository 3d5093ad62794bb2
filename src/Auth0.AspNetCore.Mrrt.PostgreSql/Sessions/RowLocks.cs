using Auth0.AspNetCore.Mrrt.PostgreSql.Connections;
using Microsoft.Extensions.Options;

namespace Auth0.AspNetCore.Mrrt.PostgreSql.Sessions;

/// <summary>Takes the locks of sessions' rows, no more at once than leave connections for everybody else.</summary>
internal sealed class RowLocks(SessionDatabase database, IOptions<PostgreSqlOptions> options, TimeProvider time)
    : IDisposable
{
    private readonly SessionStatements _statements = new(database.Schema);
    private readonly SemaphoreSlim _free = new(options.Value.MostExchangesAtOnce);

    /// <summary>When a row of tokens written now expires. By the hour, so that the index seldom changes.</summary>
    public DateTimeOffset ExpiresAt
    {
        get
        {
            var end = time.GetUtcNow() + options.Value.RecordLifetime;
            return new DateTimeOffset(end.UtcTicks - (end.UtcTicks % TimeSpan.TicksPerHour), TimeSpan.Zero).AddHours(1);
        }
    }

    /// <summary>Waits for the lock. Fails as Npgsql fails.</summary>
    public Task<HeldRow> TakeAsync(string sessionId, CancellationToken cancellationToken) =>
        TakeAsync(sessionId, options.Value.TurnTimeout, cancellationToken);

    /// <summary>The same, as patiently as is said.</summary>
    public async Task<HeldRow> TakeAsync(string sessionId, TimeSpan patience, CancellationToken cancellationToken)
    {
        await _free.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            var row = await database.UseAsync(
                connection => RowLock.TakeAsync(
                    sessionId, _statements, connection, ExpiresAt, patience, cancellationToken),
                cancellationToken).ConfigureAwait(false);
            return new HeldRow(row, _free);
        }
        catch
        {
            _free.Release();
            throw;
        }
    }

    public void Dispose() => _free.Dispose();
}

using Auth0.AspNetCore.Mrrt.Coordination;
using Auth0.AspNetCore.Mrrt.PostgreSql.Connections;
using Microsoft.Extensions.Options;

namespace Auth0.AspNetCore.Mrrt.PostgreSql.Sessions;

/// <summary>Takes the locks of sessions' rows, no more at once than leave connections for everybody else.</summary>
internal sealed class RowLocks(SessionDatabase database, IOptions<PostgreSqlOptions> options, TimeProvider time)
    : IDisposable
{
    /// <summary>The last full hour that has another hour after it.</summary>
    private static readonly long LastHour = DateTimeOffset.MaxValue.AddHours(-2).UtcTicks;

    private readonly SessionStatements _statements = new(database.Schema);
    private readonly SemaphoreSlim _free = new(options.Value.MaxConcurrentExchanges);

    /// <summary>When a row of tokens written now expires: not before the last older cookie, nor before
    /// <see cref="PostgreSqlOptions.RecordLifetime"/> is over. By the hour, so that the index seldom changes.</summary>
    /// <param name="record">What is written; null for a row without tokens.</param>
    public DateTimeOffset ExpiresAt(SessionRecord? record)
    {
        var end = time.GetUtcNow() + options.Value.RecordLifetime;
        end = record?.KeepUntil > end ? record.KeepUntil.Value : end;
        var hour = end.UtcTicks - (end.UtcTicks % TimeSpan.TicksPerHour);
        return new DateTimeOffset(Math.Min(hour, LastHour) + TimeSpan.TicksPerHour, TimeSpan.Zero);
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
                    sessionId, _statements, connection, ExpiresAt(record: null), patience, cancellationToken),
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

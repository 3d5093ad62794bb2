using Auth0.AspNetCore.Mrrt.PostgreSql.Connections;
using Auth0.AspNetCore.Mrrt.PostgreSql.Schema;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Auth0.AspNetCore.Mrrt.PostgreSql.Background;

/// <summary>Removes what has expired, a few rows at a time and none that somebody holds. Any number of servers may do so
/// at once.</summary>
internal sealed class Cleanup(
    SessionDatabase database, IOptions<PostgreSqlOptions> options, ILogger<Cleanup> logger)
{
    private readonly string _sessions = Delete(database.Schema.Table("session"), "true");

    /// <summary>The tokens of a stored session stay for as long as it does.</summary>
    private readonly string _tokens = Delete(
        database.Schema.Table("session_tokens"),
        $"NOT EXISTS (SELECT FROM {database.Schema.Table("session")} s WHERE s.id = t.id AND s.expires_at > {Expiry.LastMoment})");

    /// <summary>Removes one batch: a server that has much to remove does something else in between.</summary>
    /// <returns>Whether there may be more.</returns>
    public async Task<bool> RunAsync(CancellationToken cancellationToken) =>
        await RunAsync(_sessions, cancellationToken).ConfigureAwait(false)
        || await RunAsync(_tokens, cancellationToken).ConfigureAwait(false);

    private async Task<bool> RunAsync(string statement, CancellationToken cancellationToken)
    {
        var batch = options.Value.CleanupBatch;
        var removed = await database.ChangeAsync(statement, cancellationToken, Values.Number(batch)).ConfigureAwait(false);
        logger.Removed(removed);
        return removed == batch;
    }

    private static string Delete(string table, string condition) =>
        $"""
        DELETE FROM {table} WHERE id IN (
            SELECT t.id FROM {table} t WHERE t.expires_at <= {Expiry.LastMoment} AND {condition}
            LIMIT $1 FOR UPDATE OF t SKIP LOCKED)
        """;
}

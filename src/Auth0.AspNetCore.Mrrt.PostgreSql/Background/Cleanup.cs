using Auth0.AspNetCore.Mrrt.PostgreSql.Connections;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Auth0.AspNetCore.Mrrt.PostgreSql.Background;

/// <summary>Removes what has expired, a few rows at a time and none that somebody holds. Any number of servers may do so
/// at once.</summary>
internal sealed class Cleanup(
    SessionDatabase database, IOptions<PostgreSqlOptions> options, TimeProvider time, ILogger<Cleanup> logger)
{
    private readonly string _sessions = Delete(database.Schema.Table("session"), "true");

    /// <summary>The tokens of a stored session stay for as long as it does.</summary>
    private readonly string _tokens = Delete(
        database.Schema.Table("session_tokens"),
        $"NOT EXISTS (SELECT FROM {database.Schema.Table("session")} s WHERE s.id = t.id AND s.expires_at > $1)");

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        foreach (var statement in (string[])[_sessions, _tokens])
        {
            int removed;
            do
            {
                removed = await database.ChangeAsync(
                    statement,
                    cancellationToken,
                    Values.Time(time.GetUtcNow()), Values.Number(options.Value.CleanupBatch)).ConfigureAwait(false);
                logger.Removed(removed);
            }
            while (removed == options.Value.CleanupBatch);
        }
    }

    private static string Delete(string table, string condition) =>
        $"""
        DELETE FROM {table} WHERE id IN (
            SELECT t.id FROM {table} t WHERE t.expires_at <= $1 AND {condition} LIMIT $2 FOR UPDATE OF t SKIP LOCKED)
        """;
}

using Auth0.AspNetCore.Mrrt.Coordination.Shared;
using Auth0.AspNetCore.Mrrt.PostgreSql.Connections;
using Auth0.AspNetCore.Mrrt.PostgreSql.Schema;

namespace Auth0.AspNetCore.Mrrt.PostgreSql.Sessions;

/// <summary>Lists the sessions that have ended, by the database's clock: the servers' may differ.</summary>
internal sealed class EndedQuery(SessionDatabase database)
{
    /// <summary>An end is visible only some time after the moment that it bears.</summary>
    private const int OverlapSeconds = 5;

    /// <summary>Now and then everything of the last minutes is read again: a commit may have taken its time.</summary>
    private const int LongOverlapSeconds = 300;

    private const int LongOverlapEvery = 60;

    /// <summary>Beats along the way, if nobody did lately: see <see cref="Heartbeat"/>.</summary>
    private readonly string _newest =
        $"""
        WITH beat AS (
            UPDATE {database.Schema.Table("heartbeat")} SET beat_at = clock_timestamp()
            WHERE id = 1 AND beat_at < clock_timestamp() - interval '{Heartbeat.Pause.TotalSeconds} seconds'
        )
        SELECT id, expires_at, ended_at, statement_timestamp() FROM {database.Schema.Table("session")}
        WHERE ended_at > $1 - $2 * interval '1 second' AND expires_at > {Expiry.LastMoment} AND (ended_at, id) < ($3, $4)
        ORDER BY ended_at DESC, id DESC LIMIT $5
        """;

    /// <summary>How many ends one answer tells.</summary>
    public int PageSize { get; init; } = 100_000;

    public async Task<EndedSessions> SinceAsync(string? position, CancellationToken cancellationToken)
    {
        var from = EndedPosition.Of(position);
        var overlap = (from.Lists + 1) % LongOverlapEvery == 0 ? LongOverlapSeconds : OverlapSeconds;
        var ended = await database.ReadAsync(
            _newest,
            row => (
                Session: new EndedSession(row.GetString(0), Utc(row.GetDateTime(1))),
                At: Utc(row.GetDateTime(2)),
                Now: Utc(row.GetDateTime(3))),
            cancellationToken,
            Values.Time(from.Since),
            Values.Number(overlap),
            Values.Time(from.Below),
            Values.Text(from.BelowId),
            Values.Number(PageSize)).ConfigureAwait(false);
        var isLast = ended.Count < PageSize;
        var next = isLast
            ? from.Next(ended is [var newest, ..] ? newest.Now : null)
            : from.After(ended[0].Now, ended[^1].At, ended[^1].Session.SessionId);
        return new EndedSessions(next.ToString(), [.. ended.Select(end => end.Session)]) { IsComplete = isLast };
    }

    private static DateTimeOffset Utc(DateTime value) => new(value, TimeSpan.Zero);
}

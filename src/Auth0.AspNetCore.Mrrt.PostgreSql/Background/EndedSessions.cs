using Auth0.AspNetCore.Mrrt.Coordination;
using Auth0.AspNetCore.Mrrt.PostgreSql.Connections;
using Auth0.AspNetCore.Mrrt.PostgreSql.Schema;

namespace Auth0.AspNetCore.Mrrt.PostgreSql.Background;

/// <summary>
/// Tells this server who signed out elsewhere, so that a request with a valid token asks the database nothing. By the
/// database's clock: the servers' may differ.
/// </summary>
internal sealed class EndedSessions(SessionDatabase database, InProcessSessionCoordinator line, TimeProvider time)
{
    /// <summary>An end is visible only some time after the moment that it bears.</summary>
    private const int OverlapSeconds = 5;

    /// <summary>Now and then everything of the last minutes is read again: a commit may have taken its time.</summary>
    private const int LongOverlapSeconds = 300;

    private const int LongOverlapEvery = 60;

    /// <summary>More ends are not heard of at once; the newest come first.</summary>
    private const int Most = 100_000;

    /// <summary>Beats along the way, if nobody did lately: see <see cref="Heartbeat"/>.</summary>
    private readonly string _newest =
        $"""
        WITH beat AS (
            UPDATE {database.Schema.Table("heartbeat")} SET beat_at = clock_timestamp()
            WHERE id = 1 AND beat_at < clock_timestamp() - interval '{Heartbeat.Pause.TotalSeconds} seconds'
        )
        SELECT id, expires_at, ended_at FROM {database.Schema.Table("session")}
        WHERE ended_at > $1 - $2 * interval '1 second' AND expires_at > $3
        ORDER BY ended_at DESC LIMIT {Most}
        """;

    private DateTimeOffset _heardUntil = DateTimeOffset.UnixEpoch;
    private int _polls;

    /// <summary>Hears of the sessions that ended since the last time; the first time of all that are remembered.</summary>
    public async Task HearAsync(CancellationToken cancellationToken)
    {
        var overlap = ++_polls % LongOverlapEvery == 0 ? LongOverlapSeconds : OverlapSeconds;
        var ended = await database.ReadAsync(
            _newest,
            row => (Id: row.GetString(0), Until: Utc(row.GetDateTime(1)), At: Utc(row.GetDateTime(2))),
            cancellationToken,
            Values.Time(_heardUntil), Values.Number(overlap), Values.Time(time.GetUtcNow())).ConfigureAwait(false);
        foreach (var (id, until, at) in ended)
        {
            // Also one that is known already: an exchange that found it ended does not know until when.
            await line.EndAsync(id, until, cancellationToken).ConfigureAwait(false);
            _heardUntil = at > _heardUntil ? at : _heardUntil;
        }
    }

    private static DateTimeOffset Utc(DateTime value) => new(value, TimeSpan.Zero);
}

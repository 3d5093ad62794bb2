#region your-own-lock-usings
using System.Data.Common;
using Auth0.AspNetCore.Mrrt.Coordination;
using Auth0.AspNetCore.Mrrt.Coordination.Shared;
#endregion

namespace Auth0.AspNetCore.Mrrt.Snippets.YourOwnCoordinator;

#region your-own-lock
internal sealed class YourOwnLock(DbConnection connection, string sessionId, SharedSession session, TimeSpan uptime) : ISessionLock
{
    public SharedSession Session { get; private set; } = session;

    public TimeSpan? Uptime => uptime; // a restart of the database ends transactions

    public async ValueTask<bool> ReloadAsync(CancellationToken cancellationToken)
    {
        (Session, _) = await YourOwnBackend.ReadAsync(connection, sessionId, known: -1, cancellationToken);
        return true;
    }

    public async ValueTask<LockCommit> CommitAsync(
        SessionRecord record, DateTimeOffset expiresAt, CancellationToken cancellationToken)
    {
        var written = await connection.WriteAsync(
            """
            UPDATE session SET generation = @next, record = @record, expires_at = greatest(expires_at, @expires)
            WHERE id = @id AND generation = @read AND generation < @next
            """,
            cancellationToken,
            ("id", sessionId), ("next", record.Generation), ("record", record.Payload.ToArray()),
            ("expires", expiresAt.ToUniversalTime()), ("read", Session.Generation));
        await connection.WriteAsync("COMMIT", cancellationToken);

        // After the commit: an end that comes later than this finds the record.
        var (now, _) = await YourOwnBackend.ReadAsync(connection, sessionId, known: -1, cancellationToken);
        if (written == 0)
        {
            Session = now;
            return LockCommit.MovedOn;
        }

        return now.Ended ? LockCommit.SessionEnded : LockCommit.Kept;
    }

    public ValueTask DisposeAsync() => connection.CloseForGoodAsync();
}
#endregion

using Auth0.AspNetCore.Mrrt.Coordination;
using Auth0.AspNetCore.Mrrt.Coordination.Shared;
using Auth0.AspNetCore.Mrrt.Redis.Connections;
using Auth0.AspNetCore.Mrrt.Redis.Scripts;
using StackExchange.Redis;

namespace Auth0.AspNetCore.Mrrt.Redis.Sessions;

/// <summary>A lease on a session.</summary>
internal sealed class RedisLock(
    RedisSessions sessions, RedisKey session, RedisValue holder, RedisValue attempt, SharedSession read, TimeSpan uptime) : ISessionLock
{
    private bool _isNoLongerOurs;

    public SharedSession Session { get; private set; } = read;

    public TimeSpan? Uptime => uptime;

    public TimeSpan? Lease => sessions.Options.Lease;

    public async ValueTask<bool> ExtendAsync(CancellationToken cancellationToken) => (long)await sessions.Connection.RunAsync(
        Script.Extend, [session], [holder, sessions.Lease], cancellationToken).ConfigureAwait(false) == 1;

    public async ValueTask<bool> ReloadAsync(CancellationToken cancellationToken)
    {
        var answer = (RedisResult[])(await sessions.Connection.RunAsync(
            Script.Read, [session], [Session.Generation, holder, sessions.Lease], cancellationToken).ConfigureAwait(false))!;
        Session = SessionAnswer.Session(answer, first: 1, Session);
        return (long)answer[0] == 1;
    }

    public async ValueTask<LockCommit> CommitAsync(
        SessionRecord record, DateTimeOffset expiresAt, CancellationToken cancellationToken)
    {
        // Whatever comes of it, disposing frees nothing. When the answer is lost, the lease guards the record until the same holder
        // tries again: somebody else would use a refresh token that was used already.
        _isNoLongerOurs = true;
        RedisResult[] answer;
        try
        {
            answer = (RedisResult[])(await sessions.Replicas.RunAsync(
                Script.Commit,
                [session],
                [holder, Session.Generation, record.Generation, record.Payload, SessionAnswer.Milliseconds(expiresAt)],
                cancellationToken).ConfigureAwait(false))!;
        }
        catch (Exception e) when (RedisFailure.Is(e))
        {
            throw RedisFailure.Of(e);
        }

        var outcome = (int)answer[0];
        if (outcome is 1 or 2)
        {
            await sessions.WarnUnlessReplicatedAsync(session).ConfigureAwait(false);
            return outcome == 1 ? LockCommit.Kept : LockCommit.SessionEnded;
        }

        Session = SessionAnswer.Session(answer, first: 1, Session);
        return outcome == 3 ? LockCommit.MovedOn : LockCommit.Lost;
    }

    public ValueTask DisposeAsync()
    {
        if (_isNoLongerOurs)
        {
            return ValueTask.CompletedTask;
        }

        _isNoLongerOurs = true;
        return sessions.Releases.FreeAsync(session, attempt);
    }
}

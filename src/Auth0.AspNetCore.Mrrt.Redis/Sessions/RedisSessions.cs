using System.Security.Cryptography;
using Auth0.AspNetCore.Mrrt.Coordination.Shared;
using Auth0.AspNetCore.Mrrt.Redis.Connections;
using Auth0.AspNetCore.Mrrt.Redis.Lives;
using Auth0.AspNetCore.Mrrt.Redis.Scripts;
using Microsoft.Extensions.Logging;
using StackExchange.Redis;

namespace Auth0.AspNetCore.Mrrt.Redis.Sessions;

/// <summary>Takes turns, and has what a turn needs.</summary>
internal sealed class RedisSessions(
    RedisConnection connection,
    Replicas replicas,
    KeyNames names,
    Releases releases,
    KnownLives lives,
    LifeRegister register,
    RedisOptions options,
    ILogger logger)
{
    private const int AttemptBytes = 8;

    public RedisConnection Connection => connection;

    public Replicas Replicas => replicas;

    public Releases Releases => releases;

    public RedisOptions Options => options;

    public RedisValue Lease { get; } = (long)options.Lease.TotalMilliseconds;

    public RedisValue Grace { get; } = (long)options.TakeoverGrace.TotalMilliseconds;

    public async ValueTask<LockAttempt> TryTakeAsync(LockRequest request, CancellationToken cancellationToken)
    {
        var session = names.Session(request.SessionId);
        RedisValue holder = request.Holder.ToByteArray(), attempt = RandomNumberGenerator.GetBytes(AttemptBytes);
        var known = lives.Latest;
        var answer = await TakeAsync(session, holder, attempt, known, request.HasUnwritten, cancellationToken).ConfigureAwait(false);
        if ((long)answer[0] == 0)
        {
            return LockAttempt.Held(TimeSpan.FromMilliseconds((long)answer[1]));
        }

        try
        {
            // Who has a generation to write writes it, also where no replica can have the turn.
            if (!request.HasUnwritten && !await replicas.HaveItAsync(session).ConfigureAwait(false))
            {
                throw Replicas.TooFew();
            }

            var life = (string)answer[5]! is { Length: > 0 } found ? found : known;
            var uptime = await register.AgeAsync(life, cancellationToken).ConfigureAwait(false);
            return LockAttempt.Taken(
                new RedisLock(this, session, holder, attempt, SessionAnswer.Session(answer, first: 1), uptime));
        }
        catch when (!request.HasUnwritten)
        {
            releases.FreeLater(session, attempt, isLate: false);
            throw;
        }
    }

    public async ValueTask WarnUnlessReplicatedAsync(RedisKey session)
    {
        try
        {
            if (!await replicas.HaveItAsync(session).ConfigureAwait(false))
            {
                logger.NotReplicated(options.ReplicasToWaitFor);
            }
        }
        catch (SessionBackendException)
        {
            logger.NotReplicated(options.ReplicasToWaitFor); // it is kept, and nobody knows where
        }
    }

    private async Task<RedisResult[]> TakeAsync(
        RedisKey session, RedisValue holder, RedisValue attempt, string knownLife, bool mustStay, CancellationToken cancellationToken)
    {
        try
        {
            return (RedisResult[])(await replicas.RunAsync(
                Script.Take, [session], [holder, attempt, Lease, Grace, knownLife], cancellationToken).ConfigureAwait(false))!;
        }
        catch (OperationCanceledException) when (!mustStay)
        {
            releases.FreeLater(session, attempt, isLate: false);
            throw;
        }
        catch (Exception e) when (RedisFailure.Is(e))
        {
            if (!mustStay && RedisFailure.MayHaveArrived(e))
            {
                releases.FreeLater(session, attempt, isLate: true);
            }

            throw RedisFailure.Of(e);
        }
    }
}

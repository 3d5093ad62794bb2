using Auth0.AspNetCore.Mrrt.Coordination;
using Auth0.AspNetCore.Mrrt.Coordination.Shared;
using Auth0.AspNetCore.Mrrt.Redis.Connections;
using Auth0.AspNetCore.Mrrt.Redis.Lives;
using Auth0.AspNetCore.Mrrt.Redis.Scripts;
using Auth0.AspNetCore.Mrrt.Redis.Sessions;
using Microsoft.Extensions.Logging;
using StackExchange.Redis;

namespace Auth0.AspNetCore.Mrrt.Redis;

/// <summary>Sessions, their turns and their tickets in Redis: one script for each question.</summary>
internal sealed class RedisBackend : ISessionBackend, ITicketBackend, IAsyncDisposable, IDisposable
{
    private const int CleanupBatch = 500;
    private static readonly RedisValue[] TicketFields = ["t", "e", "x", "g", "r"];

    private readonly RedisConnection _connection;
    private readonly RedisConnection? _replicated; // for what replicas must have
    private readonly KeyNames _names;
    private readonly ServerCheck _check;
    private readonly Rehearsal _rehearsal;
    private readonly LifeRegister _register;
    private readonly Releases _releases;
    private readonly RedisSessions _sessions;
    private readonly EndedPoll _ended;

    public RedisBackend(RedisConnection connection, RedisOptions options, TimeProvider time, ILogger<RedisBackend> logger)
    {
        _connection = connection;
        _replicated = options.ReplicasToWaitFor > 0 ? connection.Another() : null;
        _names = new KeyNames(options.KeyPrefix);
        _check = new ServerCheck(connection, options, time, logger);
        _rehearsal = new Rehearsal(connection, _names);
        var lives = new KnownLives(time);
        _register = new LifeRegister(connection, _names, lives, options);
        _releases = new Releases(_replicated ?? connection, options, time); // behind the attempts
        _sessions = new RedisSessions(
            connection, new Replicas(_replicated ?? connection, options), _names, _releases, lives, _register, options, logger);
        _ended = new EndedPoll(connection, _names, lives, _register);
    }

    public string Name => "Redis";

    public string? Problem => _check.Problem;

    public async ValueTask PrepareAsync(CancellationToken cancellationToken)
    {
        var lives = await _check.AtTheStartAsync(cancellationToken).ConfigureAwait(false);
        await _rehearsal.RunAsync(cancellationToken).ConfigureAwait(false);
        await _register.EnsureAsync(lives, cancellationToken).ConfigureAwait(false);
    }

    public ValueTask<LockAttempt> TryTakeAsync(LockRequest request, CancellationToken cancellationToken) =>
        _sessions.TryTakeAsync(request, cancellationToken);

    public async ValueTask<SharedSession> ReadAsync(string sessionId, long known, CancellationToken cancellationToken)
    {
        var answer = (RedisResult[])(await _connection.RunAsync(
            Script.Read, [_names.Session(sessionId)], [known, "", 0], cancellationToken).ConfigureAwait(false))!;
        return SessionAnswer.Session(answer, first: 1);
    }

    public async ValueTask<SessionRecord?> EndAsync(string sessionId, DateTimeOffset until, CancellationToken cancellationToken)
    {
        // The list first: who ends the session drops the record, and must live to give it away. A cluster may keep the two on two
        // nodes, so there the second waits for the first. A single Redis gets both at once.
        var isCluster = await _connection.IsClusterAsync(cancellationToken).ConfigureAwait(false);
        var listed = ListAsync(sessionId, until, cancellationToken);
        if (isCluster)
        {
            await listed.ConfigureAwait(false);
        }

        var ending = _connection.RunAsync(
            Script.End,
            [_names.Session(sessionId)],
            [SessionAnswer.Milliseconds(until), _sessions.Grace],
            cancellationToken);
        await Task.WhenAll(listed, ending).ConfigureAwait(false);
        var ended = (RedisResult[])(await ending.ConfigureAwait(false))!;
        if (SessionAnswer.Moment((long)ended[0]) is var remembered && remembered > until)
        {
            await ListAsync(sessionId, remembered, cancellationToken).ConfigureAwait(false);
        }

        return ended is [_, var generation, var record] ? new SessionRecord((long)generation, (byte[])record!) : null;
    }

    public async ValueTask<EndedSessions> EndedSinceAsync(string? position, CancellationToken cancellationToken)
    {
        await _check.WhenDueAsync(cancellationToken).ConfigureAwait(false);
        return await _ended.SinceAsync(position, cancellationToken).ConfigureAwait(false);
    }

    public async ValueTask<bool> CleanUpAsync(CancellationToken cancellationToken) => (long)await _connection.RunAsync(
        Script.Clean, [_names.EndedAt, _names.EndedUntil], [CleanupBatch], cancellationToken).ConfigureAwait(false) == CleanupBatch;

    public ValueTask<bool> CreateAsync(
        string sessionId, ReadOnlyMemory<byte> ticket, DateTimeOffset expiresAt, CancellationToken cancellationToken) =>
        WriteAsync(sessionId, ticket, expiresAt, "", cancellationToken);

    public ValueTask<bool> RenewAsync(
        string sessionId,
        ReadOnlyMemory<byte> ticket,
        DateTimeOffset expiresAt,
        DateTimeOffset now,
        CancellationToken cancellationToken) =>
        WriteAsync(sessionId, ticket, expiresAt, SessionAnswer.Milliseconds(now), cancellationToken);

    public async ValueTask<StoredSession?> ReadAsync(string sessionId, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var found = await _connection.ReadAsync(_names.Session(sessionId), TicketFields, cancellationToken).ConfigureAwait(false);
        return found is [{ IsNull: false } ticket, var expiry, { IsNull: true }, var generation, var record]
            && (long)expiry > now.ToUnixTimeMilliseconds()
                ? new StoredSession((byte[])ticket!, record.IsNull ? null : new SessionRecord((long)generation, (byte[])record!))
                : null;
    }

    public async ValueTask DisposeAsync()
    {
        _releases.Dispose();
        if (_replicated is not null)
        {
            await _replicated.DisposeAsync().ConfigureAwait(false);
        }
    }

    public void Dispose()
    {
        _releases.Dispose();
        _replicated?.Dispose();
    }

    private Task<RedisResult> ListAsync(string sessionId, DateTimeOffset until, CancellationToken cancellationToken) =>
        _connection.RunAsync(
            Script.Ended,
            [_names.EndedAt, _names.EndedUntil],
            [sessionId, SessionAnswer.Milliseconds(until)],
            cancellationToken);

    private async ValueTask<bool> WriteAsync(
        string sessionId, ReadOnlyMemory<byte> ticket, DateTimeOffset expiresAt, RedisValue now, CancellationToken cancellationToken) =>
        (long)await _connection.RunAsync(
            Script.Ticket,
            [_names.Session(sessionId)],
            [ticket, SessionAnswer.Milliseconds(expiresAt), now],
            cancellationToken).ConfigureAwait(false) == 1;
}

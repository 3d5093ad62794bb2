using Auth0.AspNetCore.Mrrt.Coordination.Shared;
using Auth0.AspNetCore.Mrrt.Redis.Connections;
using Auth0.AspNetCore.Mrrt.Redis.Scripts;
using StackExchange.Redis;

namespace Auth0.AspNetCore.Mrrt.Redis.Sessions;

/// <summary>
/// Frees turns that nobody needs any more. What cannot be freed at once is tried again in the background until its lease would be
/// over anyway: otherwise a broken connection would block the session for that long.
/// </summary>
internal sealed class Releases : IDisposable
{
    /// <summary>More at once are left to their leases.</summary>
    private const int Most = 1000;

    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(5);

    private readonly RedisConnection _connection;
    private readonly RedisOptions _options;
    private readonly TimeProvider _time;
    private readonly CancellationTokenSource _end = new();
    private readonly CancellationToken _stopped;
    private int _count;

    public Releases(RedisConnection connection, RedisOptions options, TimeProvider time)
    {
        _connection = connection;
        _options = options;
        _time = time;
        _stopped = _end.Token;
    }

    /// <summary>Frees a turn that was granted.</summary>
    public async ValueTask FreeAsync(RedisKey session, RedisValue attempt)
    {
        if (!await TryAsync(session, attempt, untilFreed: false).ConfigureAwait(false))
        {
            Begin(session, attempt, untilFreed: false);
        }
    }

    /// <summary>Frees what an attempt may have been granted, or may still be granted.</summary>
    /// <param name="session">The session.</param>
    /// <param name="attempt">The attempt.</param>
    /// <param name="isLate">The attempt may run after the release. Then the release is repeated until it has freed something.</param>
    public void FreeLater(RedisKey session, RedisValue attempt, bool isLate) => Begin(session, attempt, isLate);

    public void Dispose()
    {
        if (!_stopped.IsCancellationRequested)
        {
            _end.Cancel();
            _end.Dispose();
        }
    }

    private void Begin(RedisKey session, RedisValue attempt, bool untilFreed)
    {
        if (Interlocked.Increment(ref _count) <= Most && !_stopped.IsCancellationRequested)
        {
            _ = RepeatAsync(session, attempt, untilFreed);
        }
        else
        {
            Interlocked.Decrement(ref _count);
        }
    }

    private async Task RepeatAsync(RedisKey session, RedisValue attempt, bool untilFreed)
    {
        var began = _time.GetTimestamp();
        try
        {
            for (var pause = FirstPause; !await TryAsync(session, attempt, untilFreed).ConfigureAwait(false); pause *= 2)
            {
                if (_time.GetElapsedTime(began) > _options.Lease + _options.TakeoverGrace)
                {
                    return;
                }

                await Task.Delay(pause < LongestPause ? pause : LongestPause, _time, _stopped).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException)
        {
            // The application stops. The lease ends by itself.
        }
        finally
        {
            Interlocked.Decrement(ref _count);
        }
    }

    private async Task<bool> TryAsync(RedisKey session, RedisValue attempt, bool untilFreed)
    {
        try
        {
            var freed = await _connection.RunAsync(Script.Release, [session], [attempt], CancellationToken.None).ConfigureAwait(false);
            return !untilFreed || (long)freed == 1;
        }
        catch (SessionBackendException)
        {
            return false;
        }
    }
}

namespace Auth0.AspNetCore.Mrrt.Coordination.Shared;

/// <summary>
/// Extends the lease of a turn until the turn ends, and says when another server may have it. The pauses are short: a holder that
/// stood still, or whose backend did, must be heard before another server may take the lease over. Most exchanges end before the
/// first extension.
/// </summary>
internal sealed class LeaseExtension : IAsyncDisposable
{
    /// <summary>This server's clock may be slower than the backend's, by so much within a lease.</summary>
    private static readonly TimeSpan Margin = TimeSpan.FromSeconds(1);

    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(2);

    private readonly ISessionLock _lock;
    private readonly TimeSpan _lease;
    private readonly SharedParts _parts;
    private readonly TimeSpan _pause;
    private readonly CancellationTokenSource _lost = new();
    private readonly CancellationTokenSource _stopping = new();
    private readonly ITimer _end;
    private readonly Task _loop;
    private long _sentAt;
    private int _isLost;

    private LeaseExtension(ISessionLock held, TimeSpan lease, long sentAt, SharedParts parts)
    {
        _lock = held;
        _lease = lease;
        _sentAt = sentAt;
        _parts = parts;
        _pause = lease / 4 < LongestPause ? lease / 4 : LongestPause;
        _end = parts.Time.CreateTimer(
            static state => ((LeaseExtension)state!).CheckEnd(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        CheckEnd();
        _loop = ExtendAsync();
    }

    /// <summary>Cancelled when another server may have the lease.</summary>
    public CancellationToken Lost => _lost.Token;

    /// <summary>For how long the lease is surely held, if nothing is heard. It counts from before the last question that was
    /// answered was sent.</summary>
    public TimeSpan SureFor => !Lost.IsCancellationRequested && Left > TimeSpan.Zero ? Left : TimeSpan.Zero;

    private TimeSpan Left => _lease - Margin - _parts.Time.GetElapsedTime(Volatile.Read(ref _sentAt));

    /// <summary>Begins to extend a lock's lease. Null for a lock without one.</summary>
    /// <param name="held">The lock. Nobody else calls it until the extension is disposed of.</param>
    /// <param name="sentAt">When it was asked for, as a timestamp.</param>
    /// <param name="parts">The backend, its clock and its counters.</param>
    public static LeaseExtension? Begin(ISessionLock held, long sentAt, SharedParts parts) =>
        held.Lease is { } lease ? new LeaseExtension(held, lease, sentAt, parts) : null;

    /// <summary>Another server has the lease, or may have it. Said once.</summary>
    public void Lose()
    {
        if (Interlocked.Exchange(ref _isLost, 1) == 0)
        {
            _parts.Metrics.TurnLost();
            _parts.Logger.TurnLost(_parts.Backend.Name);
            _ = _lost.CancelAsync();
        }
    }

    /// <summary>Stops, and waits for an extension that is under way: its answer may still say that the lease is lost.</summary>
    public async ValueTask DisposeAsync()
    {
        await _end.DisposeAsync().ConfigureAwait(false);
        _ = _stopping.CancelAsync();
        await _loop.ConfigureAwait(false);
    }

    /// <summary>Goes on when the lease may be over: who is heard in time keeps it, and its commit is not held up.</summary>
    private async Task ExtendAsync()
    {
        for (var pause = _pause; ;)
        {
            await Task.Delay(pause, _parts.Time, _stopping.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (_stopping.IsCancellationRequested)
            {
                return;
            }

            switch (await TryExtendAsync().ConfigureAwait(false))
            {
                case true:
                    pause = _pause;
                    break;
                case false:
                    Lose();
                    return;
                default:
                    pause = _pause / 4;
                    break;
            }
        }
    }

    /// <returns>Null when nobody knows.</returns>
    private async ValueTask<bool?> TryExtendAsync()
    {
        var sentAt = _parts.Time.GetTimestamp();
        try
        {
            if (!await _lock.ExtendAsync(_stopping.Token).ConfigureAwait(false))
            {
                return false;
            }

            Volatile.Write(ref _sentAt, sentAt);
            return true;
        }
        catch (Exception e)
        {
            // Whatever it is, it must not reach the commit.
            if (!_stopping.IsCancellationRequested)
            {
                _parts.Logger.LeaseNotExtended(_parts.Backend.Name, BackendFailure.Reason(e));
            }

            return null;
        }
    }

    private void CheckEnd()
    {
        if (Left is var left && left > TimeSpan.Zero)
        {
            _end.Change(TimeSpan.FromMilliseconds(Math.Ceiling(left.TotalMilliseconds)), Timeout.InfiniteTimeSpan);
        }
        else
        {
            Lose();
        }
    }
}

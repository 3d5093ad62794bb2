namespace Auth0.AspNetCore.Mrrt.Tenant;

/// <summary>
/// The time limit of a call to the tenant. A virtual machine may be paused, or a container stopped. When its process goes on,
/// the limit is long over, and the tenant's answer waits unread. It holds the only valid refresh token. So the last moment is
/// counted from when the process notices, not from when it was due.
/// </summary>
internal sealed class CallLimit : IDisposable
{
    /// <summary>Enough to read what has arrived.</summary>
    public static readonly TimeSpan LastMoment = TimeSpan.FromSeconds(1);

    private static readonly TimeSpan LeastRest = TimeSpan.FromSeconds(2);

    private readonly CancellationTokenSource _over = new();
    private readonly Lock _gate = new();
    private readonly TimeSpan _lastMoment;
    private readonly ITimer _timer;
    private bool _isLastMoment;
    private bool _disposed;

    public CallLimit(TimeSpan limit, TimeProvider time)
    {
        _lastMoment = limit / 2 < LastMoment ? limit / 2 : LastMoment;
        _timer = time.CreateTimer(
            static state => ((CallLimit)state!).Tick(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        _timer.Change(limit - _lastMoment, Timeout.InfiniteTimeSpan);
    }

    public CancellationToken Token => _over.Token;

    /// <summary>True when what is left of a limit is enough for a call. A call that is cut off right after it was sent may have used the
    /// refresh token, and its answer is lost.</summary>
    public static bool IsEnough(TimeSpan left, TimeSpan limit) => left > (limit / 10 < LeastRest ? limit / 10 : LeastRest);

    public void Dispose()
    {
        lock (_gate)
        {
            _disposed = true;
        }

        _timer.Dispose();
        _over.Dispose();
    }

    private void Tick()
    {
        lock (_gate)
        {
            if (_disposed)
            {
                return;
            }

            if (!_isLastMoment)
            {
                _isLastMoment = true;
                _timer.Change(_lastMoment, Timeout.InfiniteTimeSpan);
                return;
            }
        }

        Cancel();
    }

    private void Cancel()
    {
        try
        {
            _over.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // The call ended at the last moment.
        }
    }
}

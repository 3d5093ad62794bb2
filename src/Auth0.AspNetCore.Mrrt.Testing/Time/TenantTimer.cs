namespace Auth0.AspNetCore.Mrrt.Testing.Time;

/// <summary>A timer that fires when the tenant's time reaches it, by waiting or by a jump.</summary>
internal sealed class TenantTimer : ITimer
{
    private static readonly TimeSpan Never = Timeout.InfiniteTimeSpan;
    private readonly TenantClock _clock;
    private readonly Action _callback;
    private readonly ITimer _inner;
    private readonly Lock _sync = new();
    private DateTimeOffset? _due;
    private TimeSpan _period = Never;

    public TenantTimer(TenantClock clock, TimeProvider inner, Action callback)
    {
        _clock = clock;
        _callback = callback;
        _inner = inner.CreateTimer(static timer => ((TenantTimer)timer!).Catch(), this, Never, Never);
    }

    public bool Change(TimeSpan dueTime, TimeSpan period)
    {
        lock (_sync)
        {
            _period = period;
            _due = dueTime == Never ? null : _clock.GetUtcNow() + dueTime;
            return _inner.Change(dueTime, Never);
        }
    }

    /// <summary>Fires once, at that time of the tenant's, or now if it has passed.</summary>
    public void FireAt(DateTimeOffset due)
    {
        lock (_sync)
        {
            _period = Never;
            _due = due;
        }

        Catch();
    }

    /// <summary>Fires if it is time, and waits for the rest if it is not.</summary>
    public void Catch()
    {
        lock (_sync)
        {
            if (_due is not { } due)
            {
                return;
            }

            var left = due - _clock.GetUtcNow();
            if (left > TimeSpan.Zero)
            {
                _inner.Change(Rounded(left), Never);
                return;
            }

            _due = _period > TimeSpan.Zero ? _clock.GetUtcNow() + _period : null;
            _inner.Change(_period > TimeSpan.Zero ? _period : Never, Never);
        }

        _callback();
    }

    public void Dispose()
    {
        lock (_sync)
        {
            _due = null;
        }

        _clock.Forget(this);
        _inner.Dispose();
    }

    public ValueTask DisposeAsync()
    {
        Dispose();
        return ValueTask.CompletedTask;
    }

    // Timers count whole milliseconds: rounding down would spin through the last one.
    private static TimeSpan Rounded(TimeSpan left) => TimeSpan.FromMilliseconds(Math.Ceiling(left.TotalMilliseconds));
}

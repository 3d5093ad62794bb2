namespace Auth0.AspNetCore.Mrrt.Testing.Time;

/// <summary>The tenant's time: the given provider's plus whatever tests have added. Timers follow when it jumps.</summary>
internal sealed class TenantClock(TimeProvider inner) : TimeProvider
{
    private readonly Lock _sync = new();
    private readonly List<TenantTimer> _timers = [];
    private long _offsetTicks;

    public override long TimestampFrequency => inner.TimestampFrequency;

    public override TimeZoneInfo LocalTimeZone => inner.LocalTimeZone;

    private TimeSpan Offset => new(Interlocked.Read(ref _offsetTicks));

    public override DateTimeOffset GetUtcNow() => inner.GetUtcNow() + Offset;

    public override long GetTimestamp() =>
        inner.GetTimestamp() + (long)(Offset.TotalSeconds * inner.TimestampFrequency);

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = Follow(() => callback(state));
        timer.Change(dueTime, period);
        return timer;
    }

    /// <summary>Waits for a point in time. Unlike a delay it misses no jump that happens while it is being set up.</summary>
    public async Task WaitUntilAsync(DateTimeOffset due, CancellationToken cancellationToken)
    {
        var reached = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var timer = Follow(() => reached.TrySetResult());
        timer.FireAt(due);
        await reached.Task.WaitAsync(cancellationToken).ConfigureAwait(false);
    }

    public void Advance(TimeSpan by)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(by, TimeSpan.Zero);
        Interlocked.Add(ref _offsetTicks, by.Ticks);
        TenantTimer[] timers;
        lock (_sync)
        {
            timers = [.. _timers];
        }

        foreach (var timer in timers)
        {
            timer.Catch();
        }
    }

    internal void Forget(TenantTimer timer)
    {
        lock (_sync)
        {
            _timers.Remove(timer);
        }
    }

    private TenantTimer Follow(Action callback)
    {
        var timer = new TenantTimer(this, inner, callback);
        lock (_sync)
        {
            _timers.Add(timer);
        }

        return timer;
    }
}

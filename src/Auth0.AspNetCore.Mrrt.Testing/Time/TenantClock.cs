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
        var timer = new TenantTimer(this, inner, () => callback(state));
        lock (_sync)
        {
            _timers.Add(timer);
        }

        timer.Change(dueTime, period);
        return timer;
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
}

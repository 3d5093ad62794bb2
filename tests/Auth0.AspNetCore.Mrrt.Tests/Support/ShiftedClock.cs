namespace Auth0.AspNetCore.Mrrt.Tests.Support;

/// <summary>The system's clock, moved on as a test says. It goes on by itself, so that waits end.</summary>
internal sealed class ShiftedClock : TimeProvider
{
    private long _ticks;

    public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + TimeSpan.FromTicks(Volatile.Read(ref _ticks));

    public void Advance(TimeSpan by) => Interlocked.Add(ref _ticks, by.Ticks);
}

namespace Auth0.AspNetCore.Mrrt.SeveralServers;

/// <summary>The system's clock, so that timers fire by themselves, moved on as a test says.</summary>
internal sealed class ShiftedClock : TimeProvider
{
    private long _ticks;

    public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + TimeSpan.FromTicks(Volatile.Read(ref _ticks));

    public void Advance(TimeSpan by) => Interlocked.Add(ref _ticks, by.Ticks);
}

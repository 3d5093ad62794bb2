namespace Auth0.AspNetCore.Mrrt.EndToEnd.Support;

/// <summary>The machine's clock, plus what a test has added.</summary>
internal sealed class AdjustableClock : TimeProvider
{
    private long _offset;

    public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + TimeSpan.FromTicks(Interlocked.Read(ref _offset));

    public void Advance(TimeSpan by) => Interlocked.Add(ref _offset, by.Ticks);
}

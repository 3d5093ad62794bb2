namespace Quickstart;

/// <summary>The machine's clock with an offset: the application, the local tenant and the APIs all read this one.</summary>
internal sealed class AdjustableClock : TimeProvider
{
    private long _offset;

    public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + TimeSpan.FromTicks(Interlocked.Read(ref _offset));

    public void Advance(TimeSpan by) => Interlocked.Add(ref _offset, by.Ticks);
}

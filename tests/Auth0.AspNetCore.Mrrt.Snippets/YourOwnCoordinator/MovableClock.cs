namespace Auth0.AspNetCore.Mrrt.Snippets.YourOwnCoordinator;

#region your-own-clock
internal sealed class MovableClock : TimeProvider
{
    private long _ticks;

    public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + TimeSpan.FromTicks(Volatile.Read(ref _ticks));

    public void Advance(TimeSpan by) => Interlocked.Add(ref _ticks, by.Ticks);
}
#endregion

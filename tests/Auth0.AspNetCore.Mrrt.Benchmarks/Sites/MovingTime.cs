namespace Auth0.AspNetCore.Mrrt.Benchmarks.Sites;

/// <summary>
/// A clock that stands still until it is moved. FakeTimeProvider takes a lock and looks at its timers whenever its time
/// is read, and here that would be measured too.
/// </summary>
internal sealed class MovingTime : TimeProvider
{
    private DateTimeOffset _now = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public override DateTimeOffset GetUtcNow() => _now;

    public void Advance(TimeSpan by) => _now += by;
}

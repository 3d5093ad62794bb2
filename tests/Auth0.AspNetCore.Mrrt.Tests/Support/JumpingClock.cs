using Microsoft.Extensions.Time.Testing;

namespace Auth0.AspNetCore.Mrrt.Tests.Support;

/// <summary>A clock that somebody sets. What has passed is another matter.</summary>
internal sealed class JumpingClock : FakeTimeProvider
{
    private TimeSpan _ahead;

    public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + _ahead;

    public override long GetTimestamp() => base.GetUtcNow().Ticks;

    public void Jump(TimeSpan by) => _ahead += by;
}

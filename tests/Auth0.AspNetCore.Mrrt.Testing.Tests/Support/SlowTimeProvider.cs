namespace Auth0.AspNetCore.Mrrt.Testing.Tests.Support;

/// <summary>The system's clock, but reading it takes long enough for others to get in between.</summary>
internal sealed class SlowTimeProvider : TimeProvider
{
    public override DateTimeOffset GetUtcNow()
    {
        Thread.SpinWait(200_000);
        return System.GetUtcNow();
    }
}

using Auth0.AspNetCore.Mrrt.Contracts;
using Auth0.AspNetCore.Mrrt.Coordination;

namespace Auth0.AspNetCore.Mrrt.Tests.Support;

/// <summary>A coordinator in this process, on a clock of its own.</summary>
internal sealed class ManualServer(ISessionCoordinator coordinator, ManualTimeProvider time) : ISessionServer
{
    public ISessionCoordinator Coordinator => coordinator;

    public DateTimeOffset Now => time.GetUtcNow();

    public void Advance(TimeSpan by) => time.Advance(by);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}

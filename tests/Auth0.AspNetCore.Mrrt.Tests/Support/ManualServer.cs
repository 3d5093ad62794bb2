using Auth0.AspNetCore.Mrrt.Coordination;
using Auth0.AspNetCore.Mrrt.Testing.Contracts;

namespace Auth0.AspNetCore.Mrrt.Tests.Support;

/// <summary>A coordinator in this process, on a clock of its own. It has no network.</summary>
internal sealed class ManualServer(ISessionCoordinator coordinator, ManualTimeProvider time) : IContractServers, IContractServer
{
    public ISessionCoordinator Coordinator => coordinator;

    public DateTimeOffset Now => time.GetUtcNow();

    public Task<IContractServer> StartAsync(CancellationToken cancellationToken) => Task.FromResult<IContractServer>(this);

    public Task WaitingAsync(int servers, CancellationToken cancellationToken) => throw new NotSupportedException();

    public void Advance(TimeSpan by) => time.Advance(by);

    public void BreakConnections() => throw new NotSupportedException();

    public void CutOff() => throw new NotSupportedException();

    public void Reconnect() => throw new NotSupportedException();

    public Task PassAsync(CancellationToken cancellationToken) => throw new NotSupportedException();

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}

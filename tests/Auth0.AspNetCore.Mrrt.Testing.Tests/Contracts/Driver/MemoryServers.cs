using Auth0.AspNetCore.Mrrt.Coordination;
using Auth0.AspNetCore.Mrrt.Coordination.Shared;
using Auth0.AspNetCore.Mrrt.Testing.Contracts;

namespace Auth0.AspNetCore.Mrrt.Testing.Tests.Contracts.Driver;

/// <summary>Servers that have drivers only.</summary>
internal sealed class MemoryServers(TimeSpan? lease, Fault fault) : IContractServers
{
    private readonly MemoryTable _table = new(lease, fault);

    public TimeSpan? Lease => lease;

    /// <summary>Long enough for a driver without a fault on a busy machine. A driver that hangs takes it whole.</summary>
    public TimeSpan Limit => TimeSpan.FromSeconds(fault == Fault.None ? 60 : 4);

    public static Func<CancellationToken, Task<IContractServers>> OfTransactions(Fault fault) =>
        _ => Task.FromResult<IContractServers>(new MemoryServers(lease: null, fault));

    public static Func<CancellationToken, Task<IContractServers>> OfLeases(Fault fault) =>
        _ => Task.FromResult<IContractServers>(new MemoryServers(TimeSpan.FromSeconds(1), fault));

    public async Task<IContractServer> StartAsync(CancellationToken cancellationToken)
    {
        var driver = new MemoryDriver(_table);
        await driver.PrepareAsync(cancellationToken);
        return new Server(driver);
    }

    public Task WaitingAsync(int servers, CancellationToken cancellationToken) => throw new NotSupportedException();

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private sealed class Server(MemoryDriver driver) : IContractServer
    {
        public ISessionCoordinator Coordinator => throw new NotSupportedException();

        public ISessionBackend Backend => driver;

        public DateTimeOffset Now => TimeProvider.System.GetUtcNow();

        public void Advance(TimeSpan by) => throw new NotSupportedException();

        public void BreakConnections() => driver.BreakConnections();

        public void CutOff() => driver.CutOff();

        public void Reconnect() => driver.Reconnect();

        public Task PassAsync(CancellationToken cancellationToken) => throw new NotSupportedException();
    }
}

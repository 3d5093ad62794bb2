using Auth0.AspNetCore.Mrrt.Testing.Tests.Contracts.Driver;

namespace Auth0.AspNetCore.Mrrt.Testing.Tests.Contracts;

/// <summary>Each fault of a driver whose locks are leases breaks the promise that says what is wrong.</summary>
public sealed class LeaseFaultTests
{
    [Theory, MemberData(nameof(BackendFaults.OfLeases), MemberType = typeof(BackendFaults))]
    public Task A_fault_is_seen(Fault fault, string promise) =>
        BackendFaults.ExpectBrokenAsync(promise, fault, MemoryServers.OfLeases(fault));
}

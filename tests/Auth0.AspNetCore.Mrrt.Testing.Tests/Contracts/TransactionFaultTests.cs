using Auth0.AspNetCore.Mrrt.Testing.Tests.Contracts.Driver;

namespace Auth0.AspNetCore.Mrrt.Testing.Tests.Contracts;

/// <summary>Each fault of a driver whose locks are transactions breaks the promise that says what is wrong.</summary>
public sealed class TransactionFaultTests
{
    [Theory, MemberData(nameof(BackendFaults.OfTransactions), MemberType = typeof(BackendFaults))]
    public Task A_fault_is_seen(Fault fault, string promise) =>
        BackendFaults.ExpectBrokenAsync(promise, fault, MemoryServers.OfTransactions(fault));

    [Fact]
    public void Each_promise_has_a_fault_that_breaks_it_and_each_fault_breaks_a_promise() => BackendFaults.ExpectWhole();
}

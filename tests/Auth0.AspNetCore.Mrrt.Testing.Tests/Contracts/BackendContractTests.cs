using Auth0.AspNetCore.Mrrt.Testing.Contracts;
using Auth0.AspNetCore.Mrrt.Testing.Tests.Contracts.Driver;

namespace Auth0.AspNetCore.Mrrt.Testing.Tests.Contracts;

/// <summary>A driver that works keeps every promise.</summary>
public sealed class BackendContractTests
{
    public static TheoryData<string> Promises => [.. SessionContracts.Backend.Promises];

    [Theory, MemberData(nameof(Promises))]
    public Task A_driver_with_transactions_keeps(string promise) =>
        SessionContracts.Backend.CheckAsync(promise, MemoryServers.OfTransactions(Fault.None));

    [Theory, MemberData(nameof(Promises))]
    public Task A_driver_with_leases_keeps(string promise) =>
        SessionContracts.Backend.CheckAsync(promise, MemoryServers.OfLeases(Fault.None));
}

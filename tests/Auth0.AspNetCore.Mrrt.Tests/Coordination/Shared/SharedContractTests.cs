using Auth0.AspNetCore.Mrrt.Testing.Contracts;
using Auth0.AspNetCore.Mrrt.Tests.Support;

namespace Auth0.AspNetCore.Mrrt.Tests.Coordination.Shared;

/// <summary>Everything that a coordinator, a store and a driver promise, kept by the shared sessions over a backend in memory:
/// its locks are transactions, or leases.</summary>
public sealed class SharedContractTests
{
    private static readonly TimeSpan Lease = TimeSpan.FromSeconds(2);

    private static readonly SessionContract[] Contracts =
    [
        SessionContracts.Coordinator, SessionContracts.Store, SessionContracts.SharedCoordinator, SessionContracts.SharedStore,
        SessionContracts.Backend,
    ];

    public static TheoryData<string> Promises => [.. Contracts.SelectMany(contract => contract.Promises).Distinct()];

    [Theory, MemberData(nameof(Promises))]
    public Task Over_transactions_is_kept(string promise) => CheckAsync(promise, lease: null);

    [Theory, MemberData(nameof(Promises))]
    public Task Over_leases_is_kept(string promise) => CheckAsync(promise, Lease);

    private static Task CheckAsync(string promise, TimeSpan? lease) =>
        Contracts.First(contract => contract.Promises.Contains(promise))
            .CheckAsync(promise, _ => Task.FromResult<IContractServers>(new SharedContractServers(lease)));
}

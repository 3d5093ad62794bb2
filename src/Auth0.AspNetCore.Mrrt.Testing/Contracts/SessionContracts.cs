using Auth0.AspNetCore.Mrrt.Coordination;
using Auth0.AspNetCore.Mrrt.Coordination.Shared;
using Auth0.AspNetCore.Mrrt.Testing.Contracts.Promises;

namespace Auth0.AspNetCore.Mrrt.Testing.Contracts;

/// <summary>
/// What a coordinator, a store of sessions and a backend must do. Run each promise as a test of its own, in any test framework.
/// </summary>
/// <example>
/// With xunit:
/// <code>
/// public static TheoryData&lt;string&gt; Promises =&gt; [.. SessionContracts.SharedStore.Promises];
///
/// [Theory, MemberData(nameof(Promises))]
/// public Task Keeps(string promise) =&gt; SessionContracts.SharedStore.CheckAsync(promise, MyServers.StartAsync);
/// </code>
/// </example>
public static class SessionContracts
{
    /// <summary>What an <see cref="ISessionCoordinator"/> promises to the requests of one server.</summary>
    public static SessionContract Coordinator { get; } = new(
        "coordinator", servers: 1, [.. TurnPromises.All, .. GenerationPromises.All, .. EndPromises.All]);

    /// <summary>What an <see cref="ISessionStore"/> promises together with its coordinator: the promises of
    /// <see cref="Coordinator"/>, and more.</summary>
    public static SessionContract Store { get; } = new(
        "store", servers: 1, [.. Coordinator.All, .. StorePromises.All]);

    /// <summary>What an <see cref="ISessionCoordinator"/> for several servers promises beyond <see cref="Coordinator"/>.</summary>
    public static SessionContract SharedCoordinator { get; } = new(
        "shared coordinator", servers: 2, [.. SharedTurnPromises.All, .. SharedEndPromises.All, .. BrokenNetworkPromises.All]);

    /// <summary>What an <see cref="ISessionStore"/> for several servers promises beyond <see cref="Store"/>: the promises of
    /// <see cref="SharedCoordinator"/>, and more.</summary>
    public static SessionContract SharedStore { get; } = new(
        "shared store", servers: 2, [.. SharedCoordinator.All, .. SharedStorePromises.All]);

    /// <summary>What an <see cref="ISessionBackend"/> promises by itself, and an <see cref="ITicketBackend"/> where the same class is
    /// one. A backend that keeps no tickets has nothing to do for the promises about tickets.</summary>
    public static SessionContract Backend { get; } = new(
        "backend",
        servers: 2,
        [
            .. LockPromises.All, .. LostLockPromises.All, .. CommitPromises.All, .. BackendEndPromises.All, .. TicketPromises.All,
            .. FailurePromises.All,
        ]);
}

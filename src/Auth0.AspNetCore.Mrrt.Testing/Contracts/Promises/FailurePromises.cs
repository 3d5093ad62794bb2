using Auth0.AspNetCore.Mrrt.Coordination.Shared;

namespace Auth0.AspNetCore.Mrrt.Testing.Contracts.Promises;

/// <summary>What a driver promises of its failures.</summary>
internal static class FailurePromises
{
    private const string Session = "a-session-whose-name-is-secret";

    public static IReadOnlyList<Promise> All { get; } =
    [
        Promise.Of(A_failure_is_a_SessionBackendException_without_values),
        Promise.Of(A_lock_that_was_cut_off_fails_in_the_same_way),
        Promise.Of(A_driver_works_again_when_its_backend_is_back),
    ];

    public static async Task A_failure_is_a_SessionBackendException_without_values(ContractRun run)
    {
        var server = run.First;
        await server.CommitToDriverAsync(Session, Records.Of(1));
        server.CutOff();
        await ExpectOutOfReachAsync(() => server.TryTakeAsync(Session));
        await ExpectOutOfReachAsync(() => server.LookAsync(Session));
        await ExpectOutOfReachAsync(() => server.EndInDriverAsync(Session));
        await ExpectOutOfReachAsync(() => server.ListEndsAsync(null));
        if (server.Tickets() is { } tickets)
        {
            await ExpectOutOfReachAsync(() => tickets.CreateAsync(Session, Records.Large, server.Tomorrow(), default).AsTask());
            await ExpectOutOfReachAsync(
                () => tickets.RenewAsync(Session, Records.Large, server.Tomorrow(), server.Now, default).AsTask());
            await ExpectOutOfReachAsync(() => tickets.ReadAsync(Session, server.Now, default).AsTask());
        }
    }

    public static async Task A_lock_that_was_cut_off_fails_in_the_same_way(ContractRun run)
    {
        var held = await run.First.TakeAsync(Session);
        run.First.CutOff();
        if (run.Servers.Lease is not null)
        {
            await ExpectOutOfReachAsync(() => held.ExtendAsync(default).AsTask());
            await ExpectOutOfReachAsync(() => held.ReloadAsync(default).AsTask());
        }

        await ExpectOutOfReachAsync(() => held.CommitAsync(run.First, Records.Of(1)));
        await held.DisposeAsync(); // throws nothing
    }

    public static async Task A_driver_works_again_when_its_backend_is_back(ContractRun run)
    {
        run.First.CutOff();
        await Expect.ThrowsAsync<SessionBackendException>(() => run.First.LookAsync("a"));
        run.First.Reconnect();
        await run.RetryAsync(() => run.First.LookAsync("a"));
        await run.First.CommitToDriverAsync("a", Records.Of(1));
    }

    private static async Task ExpectOutOfReachAsync(Func<Task> call)
    {
        var failure = await Expect.ThrowsAsync<SessionBackendException>(call);
        Expect.True(failure.IsOutOfReach);
        Expect.False(string.IsNullOrWhiteSpace(failure.Message));
        foreach (var value in (string[])[Session, "127.0.0.1", "localhost"])
        {
            Expect.False(failure.Message.Contains(value, StringComparison.OrdinalIgnoreCase), $"'{failure.Message}' names {value}");
        }
    }
}

using Auth0.AspNetCore.Mrrt.Coordination;

namespace Auth0.AspNetCore.Mrrt.Testing.Contracts.Promises;

/// <summary>What a store for several servers promises, together with their coordinator.</summary>
internal static class SharedStorePromises
{
    public static IReadOnlyList<Promise> All { get; } =
    [
        Promise.Of(A_session_stored_by_one_server_is_read_by_another),
        Promise.Of(A_session_ended_by_one_server_is_gone_at_once_on_another),
        Promise.Of(A_store_that_cannot_be_reached_is_a_typed_failure),
        Promise.Of(A_session_that_ended_while_cut_off_is_gone_here_at_once),
    ];

    public static async Task A_session_stored_by_one_server_is_read_by_another(ContractRun run)
    {
        await run.First.CreateAsync("a", Records.Large);
        Expect.Bytes((await run.Second.ReadAsync("a"))?.Ticket, Records.Large);
        await run.Second.Coordinator.CommitAsync("a", Records.Of(1));
        Expect.Equal((await run.First.ReadNewestAsync("a"))?.Generation, 1);
        Expect.True(await run.Second.RenewAsync("a", [1]));
        Expect.Bytes((await run.First.ReadAsync("a"))?.Ticket, (byte[])[1]);
    }

    public static async Task A_session_ended_by_one_server_is_gone_at_once_on_another(ContractRun run)
    {
        await run.First.CreateAsync("a", [1]);
        await run.Second.EndAsync("a");
        Expect.Null(await run.First.ReadAsync("a"));
        Expect.False(await run.First.RenewAsync("a", [2]));
        Expect.False(await run.First.CreateAsync("a", [3]));
        Expect.Null(await run.Second.ReadAsync("a"));
    }

    public static async Task A_store_that_cannot_be_reached_is_a_typed_failure(ContractRun run)
    {
        await run.First.CreateAsync("a", [1]);
        run.First.CutOff();
        await Expect.ThrowsAsync<SessionCoordinationException>(() => run.First.ReadAsync("a"));
        await Expect.ThrowsAsync<SessionCoordinationException>(() => run.First.RenewAsync("a", [2]));
        await Expect.ThrowsAsync<SessionCoordinationException>(() => run.First.CreateAsync("b", [2]));
        run.First.Reconnect();
        Expect.Bytes((await run.First.ReadAsync("a"))?.Ticket, (byte[])[1]);
    }

    public static async Task A_session_that_ended_while_cut_off_is_gone_here_at_once(ContractRun run)
    {
        await run.First.CreateAsync("a", [1]);
        run.First.CutOff();
        await run.First.EndAsync("a");
        run.First.Reconnect();
        Expect.Null(await run.First.ReadAsync("a"));
        Expect.False(await run.First.RenewAsync("a", [2]));
        await run.First.PassAsync(run.Cancellation);
        Expect.Null(await run.Second.ReadAsync("a"));
    }
}

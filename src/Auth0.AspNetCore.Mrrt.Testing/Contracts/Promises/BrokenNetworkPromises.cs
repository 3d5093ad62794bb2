using Auth0.AspNetCore.Mrrt.Coordination;

namespace Auth0.AspNetCore.Mrrt.Testing.Contracts.Promises;

/// <summary>What a coordinator for several servers promises while it is out of reach.</summary>
internal static class BrokenNetworkPromises
{
    public static IReadOnlyList<Promise> All { get; } =
    [
        Promise.Of(A_commit_whose_connection_broke_is_kept_over_a_new_one),
        Promise.Of(A_commit_whose_connection_broke_is_not_kept_over_somebody_elses),
        Promise.Of(A_commit_whose_connection_broke_is_not_kept_over_an_end),
        Promise.Of(What_cannot_be_reached_is_a_typed_failure_and_what_is_known_here_stays_known),
        Promise.Of(An_end_while_cut_off_holds_here_at_once_and_elsewhere_later),
        Promise.Of(A_commit_while_cut_off_is_not_known_to_be_kept_and_is_told_later),
        Promise.Of(A_sign_in_while_cut_off_is_not_kept_on_one_server_alone),
        Promise.Of(An_end_while_cut_off_undoes_a_commit_that_was_not_told_yet),
    ];

    /// <summary>The connection breaks while the tenant is being asked, and nobody else comes in between.</summary>
    public static async Task A_commit_whose_connection_broke_is_kept_over_a_new_one(ContractRun run)
    {
        await using var held = await run.First.EnterAsync("a");
        run.First.BreakConnections();
        Expect.True(await held.CommitAsync(Records.Of(1), default));
        Expect.Equal((await run.Second.GetStatusAsync("a")).NewestGeneration, 1);
    }

    public static async Task A_commit_whose_connection_broke_is_not_kept_over_somebody_elses(ContractRun run)
    {
        await using var held = await run.First.EnterAsync("a");
        run.First.CutOff();
        await using (var other = await run.EnterInTheEndAsync(run.Second, "a"))
        {
            Expect.True(await other.CommitAsync(Records.Of(1, "second"), default));
        }

        run.First.Reconnect();
        Expect.False(await held.CommitAsync(Records.Of(1, "first"), default));
        Expect.False(held.Ended, "it has only moved on");
        Expect.Bytes((await run.First.GetStatusAsync("a")).Newest?.Payload, Records.Of(1, "second").Payload);
    }

    public static async Task A_commit_whose_connection_broke_is_not_kept_over_an_end(ContractRun run)
    {
        await using var held = await run.First.EnterAsync("a");
        run.First.BreakConnections();
        await run.Second.EndAsync("a");
        Expect.False(await held.CommitAsync(Records.Of(1), default));
        Expect.True(held.Ended);
    }

    public static async Task What_cannot_be_reached_is_a_typed_failure_and_what_is_known_here_stays_known(ContractRun run)
    {
        await run.First.Coordinator.CommitAsync("a", Records.Of(1));
        run.First.CutOff();
        await Expect.ThrowsAsync<SessionCoordinationException>(() => run.First.EnterAsync("a"));
        await Expect.ThrowsAsync<SessionCoordinationException>(() => run.First.GetStatusAsync("a"));
        Expect.Equal(run.First.Coordinator.Peek("a").Newest?.Generation, 1);
        Expect.False(run.First.Coordinator.Peek("a").Busy, "who failed has left the line");

        run.First.Reconnect();
        await using var turn = await run.First.EnterAsync("a");
        Expect.Equal(turn.NewestGeneration, 1);
    }

    public static async Task An_end_while_cut_off_holds_here_at_once_and_elsewhere_later(ContractRun run)
    {
        run.First.CutOff();
        await run.First.EndAsync("a");
        Expect.True(run.First.Coordinator.Peek("a").Ended);

        run.First.Reconnect();
        await run.First.PassAsync(run.Cancellation);
        Expect.True((await run.Second.GetStatusAsync("a")).Ended);
    }

    public static async Task A_commit_while_cut_off_is_not_known_to_be_kept_and_is_told_later(ContractRun run)
    {
        await using (var held = await run.First.EnterAsync("a"))
        {
            run.First.CutOff();
            await Expect.ThrowsAsync<SessionCoordinationException>(() => held.CommitAsync(Records.Of(1), default).AsTask());
        }

        Expect.Equal(run.First.Coordinator.Peek("a").Newest?.Generation, 1, "its responses carry it");
        run.First.Reconnect();
        await using (var turn = await run.EnterInTheEndAsync(run.First, "a"))
        {
            Expect.Equal(turn.NewestGeneration, 1, "what this server knows is the newest");
        }

        await run.First.PassAsync(run.Cancellation);
        Expect.Bytes((await run.Second.GetStatusAsync("a")).Newest?.Payload, Records.Of(1).Payload);
    }

    /// <summary>It stands in its own ticket as well. Kept here alone, it could meet another server's generation of the same
    /// number.</summary>
    public static async Task A_sign_in_while_cut_off_is_not_kept_on_one_server_alone(ContractRun run)
    {
        await using (var held = await run.First.EnterAsync("a"))
        {
            run.First.CutOff();
            var signIn = new SessionRecord(1, [1]) { MustKeep = false };
            await Expect.ThrowsAsync<SessionCoordinationException>(() => held.CommitAsync(signIn, default).AsTask());
        }

        Expect.Null(run.First.Coordinator.Peek("a").Newest);
        run.First.Reconnect();
        await run.First.PassAsync(run.Cancellation);
        Expect.Equal((await run.Second.GetStatusAsync("a")).NewestGeneration, 0);
    }

    public static async Task An_end_while_cut_off_undoes_a_commit_that_was_not_told_yet(ContractRun run)
    {
        await using (var held = await run.First.EnterAsync("a"))
        {
            run.First.CutOff();
            await run.First.EndAsync("a");
            Expect.False(await held.CommitAsync(Records.Of(1), default), "it ended here, whoever knows");
        }

        run.First.Reconnect();
        await run.First.PassAsync(run.Cancellation);
        var status = await run.Second.GetStatusAsync("a");
        Expect.True(status.Ended);
        Expect.Null(status.Newest);
    }
}

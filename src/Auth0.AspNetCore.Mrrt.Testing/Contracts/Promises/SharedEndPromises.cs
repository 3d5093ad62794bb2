namespace Auth0.AspNetCore.Mrrt.Testing.Contracts.Promises;

/// <summary>What a coordinator for several servers promises of a session that ends on one of them.</summary>
internal static class SharedEndPromises
{
    public static IReadOnlyList<Promise> All { get; } =
    [
        Promise.Of(Who_waited_finds_that_the_session_has_ended_meanwhile),
        Promise.Of(An_end_on_one_server_waits_for_no_turn_on_another_and_the_commit_is_not_kept),
        Promise.Of(What_is_committed_after_an_end_waits_for_the_next_turn),
        Promise.Of(A_turn_of_an_ended_session_waits_for_the_exchange_of_another_server),
        Promise.Of(An_end_gives_a_generation_that_another_server_committed),
        Promise.Of(An_end_is_heard_of_by_looking_by_entering_and_in_the_background),
        Promise.Of(A_server_that_starts_later_hears_of_the_ends_before),
    ];

    public static async Task Who_waited_finds_that_the_session_has_ended_meanwhile(ContractRun run)
    {
        var held = await run.First.EnterAsync("a");
        var waiting = run.Second.EnterAsync("a");
        await run.WaitingAsync(1);
        await run.First.EndAsync("a");
        Expect.False(await held.CommitAsync(Records.Of(1), default));
        await held.DisposeAsync();

        await using var turn = await waiting;
        Expect.True((turn.Ended || !await turn.CommitAsync(Records.Of(1), default)));
        Expect.True(turn.Ended);
    }

    public static async Task An_end_on_one_server_waits_for_no_turn_on_another_and_the_commit_is_not_kept(ContractRun run)
    {
        await using var held = await run.First.EnterAsync("a");
        await run.Second.EndAsync("a");
        Expect.False(await held.CommitAsync(Records.Of(1), default));
        Expect.True(held.Ended);
        Expect.True(run.First.Coordinator.Peek("a").Ended);
        Expect.Null(run.First.Coordinator.Peek("a").Newest);
        Expect.Null((await run.Second.GetStatusAsync("a")).Newest);
    }

    /// <summary>G16: a sign-in on the other server continues the session, and needs what came too late for this one.</summary>
    public static async Task What_is_committed_after_an_end_waits_for_the_next_turn(ContractRun run)
    {
        await using var held = await run.First.EnterAsync("a");
        await run.Second.EndAsync("a");
        Expect.False(await held.CommitAsync(Records.Of(1), default));

        await using var turn = await run.Second.EnterAsync("a");
        Expect.True(turn.Ended);
        Expect.Equal(turn.NewestGeneration, 1);
        Expect.Bytes(turn.Newest?.Payload, Records.Of(1).Payload);
        Expect.Null((await run.Second.GetStatusAsync("a")).Newest, "requests get nothing of an ended session");
    }

    public static async Task A_turn_of_an_ended_session_waits_for_the_exchange_of_another_server(ContractRun run)
    {
        var held = await run.First.EnterAsync("a");
        await run.Second.EndAsync("a");
        var waiting = run.Second.EnterAsync("a");
        await run.WaitingAsync(1);
        Expect.False(waiting.IsCompleted);
        await held.DisposeAsync();
        await (await waiting).DisposeAsync();
    }

    public static async Task An_end_gives_a_generation_that_another_server_committed(ContractRun run)
    {
        await run.First.Coordinator.CommitAsync("a", Records.Of(3));
        Expect.Bytes((await run.Second.Coordinator.EndAsync("a", until: null, default))?.Payload, Records.Of(3).Payload);
    }

    public static async Task An_end_is_heard_of_by_looking_by_entering_and_in_the_background(ContractRun run)
    {
        await run.Second.EndAsync("a");
        Expect.True((await run.First.GetStatusAsync("a")).Ended);
        Expect.True(run.First.Coordinator.Peek("a").Ended, "it was told just now");

        await run.Second.EndAsync("b");
        await using var turn = await run.First.EnterAsync("b");
        Expect.True(turn.Ended);

        await run.Second.EndAsync("c");
        Expect.False(run.First.Coordinator.Peek("c").Ended);
        await run.First.PassAsync(run.Cancellation);
        Expect.True(run.First.Coordinator.Peek("c").Ended);
    }

    public static async Task A_server_that_starts_later_hears_of_the_ends_before(ContractRun run)
    {
        await run.First.EndAsync("a");
        var third = await run.StartAsync();
        await third.PassAsync(run.Cancellation);
        Expect.True(third.Coordinator.Peek("a").Ended);
    }
}

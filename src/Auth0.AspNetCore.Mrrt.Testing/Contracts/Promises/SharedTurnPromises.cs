using Auth0.AspNetCore.Mrrt.Coordination;

namespace Auth0.AspNetCore.Mrrt.Testing.Contracts.Promises;

/// <summary>What a coordinator for several servers promises of their turns.</summary>
internal static class SharedTurnPromises
{
    public static IReadOnlyList<Promise> All { get; } =
    [
        Promise.Of(A_turn_on_one_server_keeps_the_others_waiting),
        Promise.Of(Many_callers_on_three_servers_never_share_a_turn_and_count_without_a_gap),
        Promise.Of(Who_waited_finds_what_was_committed_meanwhile),
        Promise.Of(Who_gives_up_waiting_for_another_server_is_in_nobodys_way),
        Promise.Of(A_server_that_dies_frees_its_turn),
        Promise.Of(A_server_that_keeps_its_turn_for_too_long_is_not_passed_by),
    ];

    public static async Task A_turn_on_one_server_keeps_the_others_waiting(ContractRun run)
    {
        var held = await run.First.EnterAsync("a");
        var waiting = run.Second.EnterAsync("a");
        await run.WaitingAsync(1);
        Expect.False(waiting.IsCompleted);
        await using var other = await run.Second.EnterAsync("b");

        await held.DisposeAsync();
        await (await waiting).DisposeAsync();
    }

    public static async Task Many_callers_on_three_servers_never_share_a_turn_and_count_without_a_gap(ContractRun run)
    {
        IContractServer[] servers = [run.First, run.Second, await run.StartAsync()];
        var inside = 0;
        var most = 0;
        await Parallel.ForAsync(0, 30, async (call, _) =>
        {
            await using var turn = await servers[call % 3].EnterAsync("a");
            most = Math.Max(most, Interlocked.Increment(ref inside));
            var next = Records.Of(turn.NewestGeneration + 1);
            await Task.Yield();
            Interlocked.Decrement(ref inside);
            Expect.True(await turn.CommitAsync(next, default));
        });
        Expect.Equal(most, 1);
        Expect.Equal((await run.First.GetStatusAsync("a")).NewestGeneration, 30);
    }

    public static async Task Who_waited_finds_what_was_committed_meanwhile(ContractRun run)
    {
        var held = await run.First.EnterAsync("a");
        var waiting = run.Second.EnterAsync("a");
        await run.WaitingAsync(1);
        await held.CommitAsync(new SessionRecord(1, Records.Large), default);

        await using var turn = await waiting; // the commit gave the turn up
        Expect.Equal(turn.NewestGeneration, 1);
        Expect.Bytes(turn.Newest?.Payload, Records.Large);
        Expect.Equal(run.Second.Coordinator.Peek("a").Newest?.Generation, 1, "its requests need no look of their own");
        await held.DisposeAsync();
    }

    public static async Task Who_gives_up_waiting_for_another_server_is_in_nobodys_way(ContractRun run)
    {
        using var impatience = new CancellationTokenSource();
        var held = await run.First.EnterAsync("a");
        var impatient = run.Second.Coordinator.EnterAsync("a", impatience.Token).AsTask();
        await run.WaitingAsync(1);
        await impatience.CancelAsync();
        await Expect.ThrowsAsync<OperationCanceledException>(() => impatient);

        await held.DisposeAsync();
        await (await run.Second.EnterAsync("a")).DisposeAsync();
        await (await run.First.EnterAsync("a")).DisposeAsync();
    }

    public static async Task A_server_that_dies_frees_its_turn(ContractRun run)
    {
        await using var held = await run.First.EnterAsync("a");
        var waiting = run.EnterInTheEndAsync(run.Second, "a");
        await run.WaitingAsync(1);
        run.First.CutOff();
        await (await waiting).DisposeAsync();
    }

    /// <summary>Frozen rather than dead: it may be about to spend the refresh token.</summary>
    public static async Task A_server_that_keeps_its_turn_for_too_long_is_not_passed_by(ContractRun run)
    {
        await using var held = await run.First.EnterAsync("a");
        var began = TimeProvider.System.GetTimestamp();
        do
        {
            await Expect.ThrowsAsync<TimeoutException>(() => run.Second.EnterAsync("a"));
        }
        while (TimeProvider.System.GetElapsedTime(began) < run.Servers.Lease * 2); // one that is extended, since its server lives

        Expect.True(await held.CommitAsync(Records.Of(1), default));
        await using var turn = await run.Second.EnterAsync("a");
        Expect.Equal(turn.NewestGeneration, 1);
    }
}

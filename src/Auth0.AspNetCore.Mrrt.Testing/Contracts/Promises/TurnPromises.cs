using Auth0.AspNetCore.Mrrt.Coordination;

namespace Auth0.AspNetCore.Mrrt.Testing.Contracts.Promises;

/// <summary>What a coordinator promises of the turns of one server.</summary>
internal static class TurnPromises
{
    public static IReadOnlyList<Promise> All { get; } =
    [
        Promise.Of(Turns_of_one_session_come_one_after_the_other_first_come_first_served),
        Promise.Of(Sessions_never_wait_for_one_another),
        Promise.Of(Who_gives_up_waiting_leaves_the_line_whole),
        Promise.Of(Who_gave_up_before_asking_is_told_so_and_is_in_nobodys_way),
        Promise.Of(Many_callers_at_once_never_share_a_turn),
        Promise.Of(A_session_is_busy_while_somebody_has_or_awaits_its_turn),
        Promise.Of(A_turn_is_given_back_once_however_often_it_is_disposed_of),
        Promise.Of(Of_a_session_that_nobody_has_heard_of_nothing_is_known),
    ];

    public static async Task Turns_of_one_session_come_one_after_the_other_first_come_first_served(ContractRun run)
    {
        var first = await run.Server.EnterAsync("a");
        var second = run.Server.EnterAsync("a");
        var third = run.Server.EnterAsync("a");
        Expect.False(second.IsCompleted);

        await first.DisposeAsync();
        var secondTurn = await second;
        Expect.False(third.IsCompleted);

        await secondTurn.DisposeAsync();
        await (await third).DisposeAsync();
    }

    public static async Task Sessions_never_wait_for_one_another(ContractRun run)
    {
        await using var held = await run.Server.EnterAsync("a");
        await using var other = await run.Server.EnterAsync("b");
        Expect.False(other.Ended);
    }

    public static async Task Who_gives_up_waiting_leaves_the_line_whole(ContractRun run)
    {
        using var impatience = new CancellationTokenSource();
        var first = await run.Server.EnterAsync("a");
        var second = run.Coordinator.EnterAsync("a", impatience.Token).AsTask();
        var third = run.Server.EnterAsync("a");

        await impatience.CancelAsync();
        await Expect.ThrowsAsync<OperationCanceledException>(() => second);
        Expect.False(third.IsCompleted, "the first still has its turn");

        await first.DisposeAsync();
        await (await third).DisposeAsync();
    }

    public static async Task Who_gave_up_before_asking_is_told_so_and_is_in_nobodys_way(ContractRun run)
    {
        await Expect.ThrowsAsync<OperationCanceledException>(() => run.Coordinator.EnterAsync("a", new CancellationToken(canceled: true)).AsTask());
        await (await run.Server.EnterAsync("a")).DisposeAsync();
        Expect.False(run.Coordinator.Peek("a").Busy);
    }

    public static async Task Many_callers_at_once_never_share_a_turn(ContractRun run)
    {
        var inside = 0;
        var most = 0;
        await Parallel.ForAsync(0, 100, async (_, _) =>
        {
            await using var turn = await run.Server.EnterAsync("a");
            most = Math.Max(most, Interlocked.Increment(ref inside));
            await Task.Yield();
            Interlocked.Decrement(ref inside);
        });
        Expect.Equal(most, 1);
        Expect.Equal(run.Coordinator.Peek("a").QueueLength, 0);
    }

    public static async Task A_session_is_busy_while_somebody_has_or_awaits_its_turn(ContractRun run)
    {
        Expect.False(run.Coordinator.Peek("a").Busy);
        var turn = await run.Server.EnterAsync("a");
        var next = run.Server.EnterAsync("a");
        Expect.Equal(run.Coordinator.Peek("a").QueueLength, 2);
        await turn.DisposeAsync();
        await (await next).DisposeAsync();
        Expect.False(run.Coordinator.Peek("a").Busy);
    }

    public static async Task A_turn_is_given_back_once_however_often_it_is_disposed_of(ContractRun run)
    {
        var first = await run.Server.EnterAsync("a");
        await first.DisposeAsync();
        await using var second = await run.Server.EnterAsync("a");
        await first.DisposeAsync();
        Expect.False(run.Server.EnterAsync("a").IsCompleted);
    }

    public static async Task Of_a_session_that_nobody_has_heard_of_nothing_is_known(ContractRun run)
    {
        Expect.Equal(run.Coordinator.Peek("a"), default(SessionStatus));
        Expect.Equal(await run.Server.GetStatusAsync("a"), default(SessionStatus));
        await using var turn = await run.Server.EnterAsync("a");
        Expect.False(turn.Ended);
        Expect.Null(turn.Newest);
        Expect.Equal(turn.NewestGeneration, 0);
    }
}

using Auth0.AspNetCore.Mrrt.Coordination.Shared;

namespace Auth0.AspNetCore.Mrrt.Testing.Contracts.Promises;

/// <summary>What a driver promises of a session's lock.</summary>
internal static class LockPromises
{
    public static IReadOnlyList<Promise> All { get; } =
    [
        Promise.Of(A_lock_has_one_holder_at_a_time),
        Promise.Of(A_session_of_which_nothing_is_known_has_no_generation),
        Promise.Of(The_same_holder_gets_its_lock_again),
        Promise.Of(Another_holder_gets_the_lock_after_its_release),
        Promise.Of(A_lock_is_released_once_however_often_it_is_disposed_of),
        Promise.Of(A_lock_that_is_extended_outlasts_its_lease),
        Promise.Of(A_reload_keeps_the_lock_and_shows_an_end),
        Promise.Of(Cancellation_leaves_no_lock),
    ];

    public static async Task A_lock_has_one_holder_at_a_time(ContractRun run)
    {
        await using (await run.First.TakeAsync("a"))
        {
            Expect.Null(await run.Second.TryTakeAsync("a"), "another server holds it");
            Expect.Null(await run.First.TryTakeAsync("a"), "another holder on the same server has it");
            await using var other = await run.Second.TakeAsync("b");
        }

        var inside = 0;
        var most = 0;
        await Parallel.ForAsync(0, 20, async (call, _) =>
        {
            var server = call % 2 == 0 ? run.First : run.Second;
            await using var held = await run.UntilAsync(() => server.TryTakeAsync("many"));
            most = Math.Max(most, Interlocked.Increment(ref inside));
            await Task.Yield();
            Interlocked.Decrement(ref inside);
        });
        Expect.Equal(most, 1);
    }

    public static async Task A_session_of_which_nothing_is_known_has_no_generation(ContractRun run)
    {
        var status = await run.First.LookAsync("a");
        Expect.False(status.Ended);
        Expect.Equal(status.Generation, 0);
        Expect.Null(status.Record);

        await using var held = await run.First.TakeAsync("a");
        Expect.False(held.Session.Ended);
        Expect.Equal(held.Session.Generation, 0);
        Expect.Null(held.Session.Record);
        Expect.True(held.Uptime is null || held.Uptime >= TimeSpan.Zero);
        Expect.Equal(held.Lease, run.Servers.Lease, "the servers say which kind of lock it is");
    }

    /// <summary>A commit whose connection broke is tried again under the same name. It must not wait for its own lease.</summary>
    public static async Task The_same_holder_gets_its_lock_again(ContractRun run)
    {
        var holder = Guid.NewGuid();
        await using var lost = await run.First.TryTakeAsync("a", holder);
        run.First.BreakConnections();
        await using var again = run.Servers.Lease is null
            ? await run.TakeInTheEndAsync(run.First, "a", holder)
            : await run.RetryAsync(() => run.First.TryTakeAsync("a", holder));
        Expect.NotNull(again);
        Expect.Null(await run.Second.TryTakeAsync("a"));
        Expect.Equal(await again.CommitAsync(run.First, Records.Of(1)), LockCommit.Kept);
    }

    public static async Task Another_holder_gets_the_lock_after_its_release(ContractRun run)
    {
        await (await run.First.TakeAsync("a")).DisposeAsync();
        await (await run.Second.TakeAsync("a")).DisposeAsync();
        await using var held = await run.First.TakeAsync("a");
        await held.CommitAsync(run.First, Records.Of(1));
        await using var next = await run.Second.TakeAsync("a"); // the commit gave the lock up
        Expect.Equal(next.Session.Generation, 1);
    }

    public static async Task A_lock_is_released_once_however_often_it_is_disposed_of(ContractRun run)
    {
        var first = await run.First.TakeAsync("a");
        await first.DisposeAsync();
        await using var second = await run.Second.TakeAsync("a");
        await first.DisposeAsync();
        Expect.Null(await run.First.TryTakeAsync("a"), "the second holder has it");
    }

    public static async Task A_lock_that_is_extended_outlasts_its_lease(ContractRun run)
    {
        await using var held = await run.First.TakeAsync("a");
        var lease = run.Servers.Lease ?? TimeSpan.Zero;
        for (var quarter = 0; quarter < 6; quarter++)
        {
            await run.PassAsync(lease / 4);
            Expect.True(quarter % 2 == 0 ? await held.ExtendAsync(default) : await held.ReloadAsync(default));
            Expect.Null(await run.Second.TryTakeAsync("a"), $"quarter {quarter}");
        }

        Expect.Equal(await held.CommitAsync(run.First, Records.Of(1)), LockCommit.Kept);
    }

    public static async Task A_reload_keeps_the_lock_and_shows_an_end(ContractRun run)
    {
        await run.First.CommitToDriverAsync("a", Records.Of(1));
        await using var held = await run.First.TakeAsync("a");
        await run.Second.EndInDriverAsync("a");
        Expect.True(await held.ReloadAsync(default));
        Expect.True(held.Session.Ended);
        Expect.Equal(held.Session.Generation, 1);
        Expect.Null(await run.Second.TryTakeAsync("a"));
    }

    public static async Task Cancellation_leaves_no_lock(ContractRun run)
    {
        await Expect.ThrowsAsync<OperationCanceledException>(
            () => run.First.TryTakeAsync("a", cancellationToken: new CancellationToken(canceled: true)));
        await ExpectFreeSoonAsync(run, "a");

        using var impatience = new CancellationTokenSource();
        var held = await run.First.TakeAsync("b");
        var waiting = Enumerable.Range(0, 5).Select(_ => run.Second.TryTakeAsync("b", cancellationToken: impatience.Token)).ToArray();
        await impatience.CancelAsync();
        await held.DisposeAsync();
        foreach (var attempt in waiting)
        {
            try
            {
                if (await attempt is { } taken)
                {
                    await taken.DisposeAsync();
                }
            }
            catch (OperationCanceledException)
            {
                // It gave up.
            }
        }

        await ExpectFreeSoonAsync(run, "b");
    }

    /// <summary>"Soon" is before a lease is over.</summary>
    private static async Task ExpectFreeSoonAsync(ContractRun run, string session)
    {
        var began = TimeProvider.System.GetTimestamp();
        await (await run.TakeInTheEndAsync(run.First, session)).DisposeAsync();
        Expect.False(TimeProvider.System.GetElapsedTime(began) > run.Servers.Lease / 2, "nobody has the lock");
    }
}

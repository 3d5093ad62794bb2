using Auth0.AspNetCore.Mrrt.Coordination.Shared;

namespace Auth0.AspNetCore.Mrrt.Testing.Contracts.Promises;

/// <summary>What a driver promises of a lock whose server is dead, or was cut off.</summary>
internal static class LostLockPromises
{
    public static IReadOnlyList<Promise> All { get; } =
    [
        Promise.Of(The_lock_of_a_dead_server_is_free_in_the_end),
        Promise.Of(A_lost_lock_commits_nothing_while_another_holds_it),
        Promise.Of(A_lost_lock_that_nobody_took_keeps_its_commit),
        Promise.Of(Over_another_generation_nothing_is_written),
    ];

    public static async Task The_lock_of_a_dead_server_is_free_in_the_end(ContractRun run)
    {
        await using var dead = await run.First.TakeAsync("a");
        run.First.CutOff();
        await using var held = await run.TakeInTheEndAsync(run.Second, "a");
        Expect.Equal(await held.CommitAsync(run.Second, Records.Of(1)), LockCommit.Kept);
    }

    public static async Task A_lost_lock_commits_nothing_while_another_holds_it(ContractRun run)
    {
        await using var lost = await run.First.TakeAsync("a");
        run.First.CutOff();
        await using var held = await run.TakeInTheEndAsync(run.Second, "a");
        run.First.Reconnect();

        var outcome = await lost.CommitIfItCanAsync(run.First, Records.Of(1, "lost"));
        Expect.True(outcome is null or LockCommit.Lost, $"it was {outcome}");
        Expect.Equal((await run.Second.LookAsync("a")).Generation, 0);
        Expect.False(run.Servers.Lease is not null && await lost.ExtendAsync(default), "another has the lease");
        Expect.False(run.Servers.Lease is not null && await lost.ReloadAsync(default), "another has the lease");

        await lost.DisposeAsync();
        Expect.Null(await run.Second.TryTakeAsync("a"), "the lost lock does not release another's");
        Expect.Equal(await held.CommitAsync(run.Second, Records.Of(1)), LockCommit.Kept);
    }

    /// <summary>To refuse it would lose the session's only refresh token. What the library does after a break is done here.</summary>
    public static async Task A_lost_lock_that_nobody_took_keeps_its_commit(ContractRun run)
    {
        var holder = Guid.NewGuid();
        await using var lost = await run.First.TryTakeAsync("a", holder);
        Expect.NotNull(lost);
        run.First.CutOff();
        await run.PassAsync((run.Servers.Lease ?? TimeSpan.Zero) * 1.2);
        run.First.Reconnect();

        var outcome = await run.RetryAsync(async () =>
        {
            if (run.Servers.Lease is not null)
            {
                return await lost.CommitAsync(run.First, Records.Of(1));
            }

            await using var again = await run.TakeInTheEndAsync(run.First, "a", holder);
            Expect.Equal(again.Session.Generation, 0);
            return await again.CommitAsync(run.First, Records.Of(1));
        });
        Expect.Equal(outcome, LockCommit.Kept);
        Expect.Bytes((await run.Second.LookAsync("a")).Record?.Payload, Records.Of(1).Payload);
    }

    public static async Task Over_another_generation_nothing_is_written(ContractRun run)
    {
        var holder = Guid.NewGuid();
        await using var lost = await run.First.TryTakeAsync("a", holder);
        Expect.NotNull(lost);
        run.First.BreakConnections();
        await using (var again = await run.TakeInTheEndAsync(run.First, "a", holder))
        {
            Expect.Equal(await again.CommitAsync(run.First, Records.Of(1, "again")), LockCommit.Kept);
        }

        var outcome = await lost.CommitIfItCanAsync(run.First, Records.Of(1, "lost"));
        Expect.True(outcome is null or LockCommit.MovedOn, $"it was {outcome}");
        Expect.Equal(lost.Session.Generation, outcome is null ? 0 : 1, "a commit that wrote nothing shows what there is");
        Expect.Bytes((await run.Second.LookAsync("a")).Record?.Payload, Records.Of(1, "again").Payload);
    }
}

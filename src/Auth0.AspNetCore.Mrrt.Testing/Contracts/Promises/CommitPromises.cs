using Auth0.AspNetCore.Mrrt.Coordination;
using Auth0.AspNetCore.Mrrt.Coordination.Shared;

namespace Auth0.AspNetCore.Mrrt.Testing.Contracts.Promises;

/// <summary>What a driver promises of what is committed.</summary>
internal static class CommitPromises
{
    public static IReadOnlyList<Promise> All { get; } =
    [
        Promise.Of(Generations_are_compared_and_written_once),
        Promise.Of(A_generation_may_skip_numbers),
        Promise.Of(The_same_commit_twice_is_kept_once),
        Promise.Of(Names_are_bytes),
        Promise.Of(A_record_comes_back_byte_for_byte),
        Promise.Of(Reading_leaves_out_a_record_that_the_caller_has),
        Promise.Of(Preparing_and_cleaning_up_remove_nothing_that_lives),
    ];

    public static async Task Generations_are_compared_and_written_once(ContractRun run)
    {
        await Parallel.ForAsync(0, 20, async (call, _) =>
        {
            var server = call % 2 == 0 ? run.First : run.Second;
            await using var held = await run.UntilAsync(() => server.TryTakeAsync("a"));
            var next = held.Session.Generation + 1;
            Expect.Equal(held.Session.Record?.Generation ?? 0, held.Session.Generation);
            Expect.Equal(await held.CommitAsync(server, Records.Of(next)), LockCommit.Kept);
        });
        var session = await run.First.LookAsync("a");
        Expect.Equal(session.Generation, 20);
        Expect.Equal(session.Record?.Generation, 20);
        Expect.Bytes(session.Record?.Payload, Records.Of(20).Payload);
    }

    public static async Task A_generation_may_skip_numbers(ContractRun run)
    {
        await run.First.CommitToDriverAsync("a", Records.Of(7));
        await run.Second.CommitToDriverAsync("a", Records.Of(long.MaxValue - 1));
        Expect.Equal((await run.First.LookAsync("a")).Generation, long.MaxValue - 1);
    }

    /// <summary>The answer to the first one may have been lost. Whoever has the lock again finds that it had arrived.</summary>
    public static async Task The_same_commit_twice_is_kept_once(ContractRun run)
    {
        var holder = Guid.NewGuid();
        await using var held = await run.First.TryTakeAsync("a", holder);
        Expect.NotNull(held);
        Expect.Equal(await held.CommitAsync(run.First, Records.Of(1)), LockCommit.Kept);
        if (held.Lease is not null)
        {
            Expect.Equal(await held.CommitAsync(run.First, Records.Of(1)), LockCommit.Kept);
        }

        await using var again = await run.First.TryTakeAsync("a", holder);
        Expect.NotNull(again);
        Expect.Equal(again.Session.Generation, 1);
        Expect.Bytes(again.Session.Record?.Payload, Records.Of(1).Payload);
        Expect.Equal(await again.CommitAsync(run.First, Records.Of(2)), LockCommit.Kept);
    }

    public static async Task Names_are_bytes(ContractRun run)
    {
        foreach (var (id, generation) in Records.StrangeIds.Select((id, i) => (id, i + 1)))
        {
            Expect.Equal((await run.First.LookAsync(id)).Generation, 0, id);
            await run.First.CommitToDriverAsync(id, Records.Of(generation, id));
        }

        foreach (var (id, generation) in Records.StrangeIds.Select((id, i) => (id, i + 1)))
        {
            Expect.False((await run.Second.LookAsync(id)).Ended, id);
            Expect.Bytes((await run.Second.EndInDriverAsync(id))?.Payload, Records.Of(generation, id).Payload, id);
        }

        var listed = (await run.First.ListEndsAsync(null)).Sessions.Select(ended => ended.SessionId).ToHashSet();
        Expect.True(listed.SetEquals(Records.StrangeIds));
    }

    public static async Task A_record_comes_back_byte_for_byte(ContractRun run)
    {
        await run.First.CommitToDriverAsync("a", new SessionRecord(1, Records.Large));
        Expect.Bytes((await run.Second.LookAsync("a")).Record?.Payload, Records.Large);
        await using var held = await run.Second.TakeAsync("a");
        Expect.Bytes(held.Session.Record?.Payload, Records.Large);
    }

    public static async Task Reading_leaves_out_a_record_that_the_caller_has(ContractRun run)
    {
        await run.First.CommitToDriverAsync("a", Records.Of(2));
        Expect.Bytes((await run.Second.LookAsync("a", known: 1)).Record?.Payload, Records.Of(2).Payload);
        foreach (var known in (long[])[2, 3])
        {
            var session = await run.Second.LookAsync("a", known);
            Expect.Null(session.Record);
            Expect.Equal(session.Generation, 2);
        }
    }

    public static async Task Preparing_and_cleaning_up_remove_nothing_that_lives(ContractRun run)
    {
        await run.First.CommitToDriverAsync("a", Records.Of(1));
        await run.First.EndInDriverAsync("b");
        await Task.WhenAll(
            run.First.Driver().PrepareAsync(default).AsTask(), run.Second.Driver().PrepareAsync(default).AsTask());
        while (await run.Second.Driver().CleanUpAsync(default))
        {
            run.Cancellation.ThrowIfCancellationRequested();
        }

        Expect.Equal((await run.First.LookAsync("a")).Generation, 1);
        Expect.True((await run.First.LookAsync("b")).Ended);
        Expect.Equal((await run.First.ListEndsAsync(null)).Sessions.Count, 1);
    }
}

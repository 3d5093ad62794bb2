using Auth0.AspNetCore.Mrrt.Coordination;

namespace Auth0.AspNetCore.Mrrt.Testing.Contracts.Promises;

/// <summary>What a coordinator promises of what is committed.</summary>
internal static class GenerationPromises
{
    public static IReadOnlyList<Promise> All { get; } =
    [
        Promise.Of(What_was_committed_is_known_to_everybody_byte_for_byte),
        Promise.Of(Generation_follows_generation),
        Promise.Of(Several_exchanges_of_one_turn_read_again_in_between),
        Promise.Of(Reading_again_before_a_commit_keeps_the_turn),
        Promise.Of(A_generation_that_somebody_else_has_passed_is_not_kept),
        Promise.Of(A_generation_may_be_far_ahead),
        Promise.Of(A_browser_that_has_caught_up_takes_nothing_from_one_that_has_not),
        Promise.Of(An_older_generation_is_not_committed_over_a_newer_one_that_browsers_have_caught_up_with),
        Promise.Of(Sessions_share_nothing),
    ];

    public static async Task What_was_committed_is_known_to_everybody_byte_for_byte(ContractRun run)
    {
        Expect.True(await run.Coordinator.CommitAsync("a", new SessionRecord(1, Records.Large)));

        Expect.Bytes(run.Coordinator.Peek("a").Newest?.Payload, Records.Large);
        Expect.Bytes((await run.Server.GetStatusAsync("a")).Newest?.Payload, Records.Large);
        await using var turn = await run.Server.EnterAsync("a");
        Expect.Equal(turn.Newest?.Generation, 1);
        Expect.Equal(turn.NewestGeneration, 1);
        Expect.Bytes(turn.Newest?.Payload, Records.Large);
    }

    public static async Task Generation_follows_generation(ContractRun run)
    {
        for (var generation = 1; generation <= 5; generation++)
        {
            Expect.True(await run.Coordinator.CommitAsync("a", Records.Of(generation)));
        }

        Expect.Equal((await run.Server.GetStatusAsync("a")).NewestGeneration, 5);
    }

    public static async Task Several_exchanges_of_one_turn_read_again_in_between(ContractRun run)
    {
        await using var turn = await run.Server.EnterAsync("a");
        for (var generation = 1; generation <= 3; generation++)
        {
            Expect.True(await turn.CommitAsync(Records.Of(generation), default));
            await turn.ReloadAsync(default);
            Expect.Equal(turn.NewestGeneration, generation);
            Expect.Bytes(turn.Newest?.Payload, Records.Of(generation).Payload);
        }
    }

    public static async Task Reading_again_before_a_commit_keeps_the_turn(ContractRun run)
    {
        await using var turn = await run.Server.EnterAsync("a");
        await turn.ReloadAsync(default);
        Expect.False(run.Server.EnterAsync("a").IsCompleted);
        Expect.True(await turn.CommitAsync(Records.Of(1), default));
    }

    public static async Task A_generation_that_somebody_else_has_passed_is_not_kept(ContractRun run)
    {
        await using var turn = await run.Server.EnterAsync("a");
        Expect.True(await turn.CommitAsync(Records.Of(2, "first"), default));
        Expect.False(await turn.CommitAsync(Records.Of(2, "second"), default), "generation 1 is not the newest any more");
        Expect.False(turn.Ended, "it has only moved on");
        Expect.Bytes((await run.Server.GetStatusAsync("a")).Newest?.Payload, Records.Of(2, "first").Payload);
    }

    /// <summary>A browser may bring a generation that the coordinator has never seen, after a loss of its own.</summary>
    public static async Task A_generation_may_be_far_ahead(ContractRun run)
    {
        Expect.True(await run.Coordinator.CommitAsync("a", Records.Of(7)));
        Expect.Equal((await run.Server.GetStatusAsync("a")).NewestGeneration, 7);
    }

    public static async Task A_browser_that_has_caught_up_takes_nothing_from_one_that_has_not(ContractRun run)
    {
        run.Coordinator.Acknowledge("a", 1);
        await run.Coordinator.CommitAsync("a", Records.Of(3));
        run.Coordinator.Acknowledge("a", 2);
        run.Server.Advance(TimeSpan.FromHours(2));
        Expect.Equal(run.Coordinator.Peek("a").Newest?.Generation, 3);
    }

    public static async Task An_older_generation_is_not_committed_over_a_newer_one_that_browsers_have_caught_up_with(ContractRun run)
    {
        await run.Coordinator.CommitAsync("a", Records.Of(5));
        run.Coordinator.Acknowledge("a", 5);
        run.Server.Advance(TimeSpan.FromHours(2));
        await using var turn = await run.Server.EnterAsync("a");
        Expect.Equal(turn.NewestGeneration, 5);
        Expect.False(await turn.CommitAsync(Records.Of(5, "again"), default));
    }

    public static async Task Sessions_share_nothing(ContractRun run)
    {
        foreach (var (id, generation) in Records.StrangeIds.Select((id, i) => (id, i + 1)))
        {
            Expect.Equal((await run.Server.GetStatusAsync(id)).NewestGeneration, 0, id);
            Expect.True(await run.Coordinator.CommitAsync(id, Records.Of(generation, id)), id);
        }

        foreach (var (id, generation) in Records.StrangeIds.Select((id, i) => (id, i + 1)))
        {
            var status = await run.Server.GetStatusAsync(id);
            Expect.False(status.Ended, id);
            Expect.Bytes(status.Newest?.Payload, Records.Of(generation, id).Payload, id);
            await run.Server.EndAsync(id);
        }
    }
}

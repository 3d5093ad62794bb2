namespace Auth0.AspNetCore.Mrrt.Testing.Contracts.Promises;

/// <summary>What a coordinator promises of a session that ends.</summary>
internal static class EndPromises
{
    public static IReadOnlyList<Promise> All { get; } =
    [
        Promise.Of(An_end_is_known_and_counted),
        Promise.Of(An_end_waits_for_no_turn_and_the_commit_that_follows_is_not_kept),
        Promise.Of(Reading_again_shows_an_end),
        Promise.Of(A_commit_after_an_end_is_not_kept_and_its_number_counts),
        Promise.Of(An_end_gives_the_newest_generation_to_who_ends_the_session_once),
        Promise.Of(What_has_ended_stays_ended_and_gives_out_nothing),
        Promise.Of(An_end_is_remembered_until_the_last_copy_of_the_ticket_expires),
        Promise.Of(An_end_in_the_past_is_remembered_all_the_same),
    ];

    /// <summary>A caller that saw the number before the end and after it looks again.</summary>
    public static async Task An_end_is_known_and_counted(ContractRun run)
    {
        Expect.False(run.Coordinator.HasEnded("a"));
        var before = run.Coordinator.ChangesLearned;
        await run.Coordinator.EndAsync("a", until: null, default);
        Expect.True(run.Coordinator.HasEnded("a"));
        Expect.False(run.Coordinator.HasEnded("b"));
        Expect.True(before is null || run.Coordinator.ChangesLearned != before);
    }

    public static async Task An_end_waits_for_no_turn_and_the_commit_that_follows_is_not_kept(ContractRun run)
    {
        await using var turn = await run.Server.EnterAsync("a");
        await run.Server.EndAsync("a");
        Expect.False(await turn.CommitAsync(Records.Of(1), default));
        Expect.True(turn.Ended, "a refused commit says why");
        Expect.True(run.Coordinator.Peek("a").Ended);
        Expect.Null(run.Coordinator.Peek("a").Newest);
        Expect.True((await run.Server.GetStatusAsync("a")).Ended);
    }

    public static async Task Reading_again_shows_an_end(ContractRun run)
    {
        await using var turn = await run.Server.EnterAsync("a");
        await run.Server.EndAsync("a");
        await turn.ReloadAsync(default);
        Expect.True(turn.Ended);
    }

    /// <summary>A sign-in that continues the session (G16) learns from the number that the refresh token has been used.</summary>
    public static async Task A_commit_after_an_end_is_not_kept_and_its_number_counts(ContractRun run)
    {
        await run.Coordinator.CommitAsync("a", Records.Of(1));
        await run.Server.EndAsync("a");
        await using (var turn = await run.Server.EnterAsync("a"))
        {
            Expect.False(await turn.CommitAsync(Records.Of(2), default));
            Expect.Equal(turn.NewestGeneration, 2);
        }

        await using var next = await run.Server.EnterAsync("a");
        Expect.True(next.Ended);
        Expect.Equal(next.NewestGeneration, 2);
        Expect.False(await next.CommitAsync(Records.Of(2, "again"), default));
        Expect.Equal(next.NewestGeneration, 2);
    }

    public static async Task An_end_gives_the_newest_generation_to_who_ends_the_session_once(ContractRun run)
    {
        await run.Coordinator.CommitAsync("a", Records.Of(3));
        Expect.Bytes((await run.Coordinator.EndAsync("a", until: null, default))?.Payload, Records.Of(3).Payload);
        Expect.Null(await run.Coordinator.EndAsync("a", until: null, default));
        Expect.Null(await run.Coordinator.EndAsync("b", until: null, default));
    }

    public static async Task What_has_ended_stays_ended_and_gives_out_nothing(ContractRun run)
    {
        await run.Coordinator.CommitAsync("a", Records.Of(1));
        await run.Server.EndAsync("a");
        Expect.False(await run.Coordinator.CommitAsync("a", Records.Of(2)));
        await run.Server.EndAsync("a");

        await using var turn = await run.Server.EnterAsync("a");
        Expect.True(turn.Ended);
        var status = await run.Server.GetStatusAsync("a");
        Expect.True(status.Ended);
        Expect.Null(status.Newest);
    }

    public static async Task An_end_is_remembered_until_the_last_copy_of_the_ticket_expires(ContractRun run)
    {
        await run.Server.EndAsync("a", run.Server.Now + TimeSpan.FromDays(3));
        run.Server.Advance(TimeSpan.FromDays(3) - TimeSpan.FromMinutes(1));
        Expect.True(run.Coordinator.Peek("a").Ended);
        Expect.True((await run.Server.GetStatusAsync("a")).Ended);
    }

    public static async Task An_end_in_the_past_is_remembered_all_the_same(ContractRun run)
    {
        await run.Server.EndAsync("a", run.Server.Now - TimeSpan.FromDays(1));
        Expect.True((await run.Server.GetStatusAsync("a")).Ended);
        await using var turn = await run.Server.EnterAsync("a");
        Expect.True(turn.Ended);
    }
}

namespace Auth0.AspNetCore.Mrrt.Testing.Contracts.Promises;

/// <summary>What a store promises, together with its coordinator.</summary>
internal static class StorePromises
{
    private static readonly byte[] Ticket = Records.Large;
    private static readonly byte[] Renewed = [3, 0, 1];

    public static IReadOnlyList<Promise> All { get; } =
    [
        Promise.Of(A_session_comes_back_as_it_was_stored),
        Promise.Of(What_was_never_stored_is_not_there),
        Promise.Of(What_an_exchange_commits_is_in_the_session_at_once),
        Promise.Of(A_renewal_replaces_the_ticket_and_leaves_the_tokens),
        Promise.Of(Storing_a_session_that_lives_replaces_its_ticket),
        Promise.Of(A_renewal_never_begins_a_session),
        Promise.Of(Nothing_stores_a_session_that_has_ended),
        Promise.Of(A_session_expires_by_itself),
        Promise.Of(A_renewal_prolongs_it),
        Promise.Of(An_exchange_does_not_prolong_it),
        Promise.Of(A_session_that_has_expired_already_does_not_live),
        Promise.Of(A_session_without_an_expiry_lives_on),
        Promise.Of(What_a_turn_commits_after_the_end_is_not_in_the_store),
        Promise.Of(The_tokens_of_a_stored_session_are_the_newest_however_long_ago_they_were_committed),
    ];

    public static async Task A_session_comes_back_as_it_was_stored(ContractRun run)
    {
        Expect.True(await run.Server.CreateAsync("a", Ticket));
        var stored = await run.Server.ReadAsync("a");
        Expect.Bytes(stored?.Ticket, Ticket);
        Expect.Null(stored?.Newest, "nothing was exchanged");
    }

    public static async Task What_was_never_stored_is_not_there(ContractRun run)
    {
        await run.Coordinator.CommitAsync("a", Records.Of(1));
        Expect.Null(await run.Server.ReadAsync("a"));
        Expect.Null(await run.Server.ReadAsync("b"));
    }

    public static async Task What_an_exchange_commits_is_in_the_session_at_once(ContractRun run)
    {
        await run.Server.CreateAsync("a", Ticket);
        await run.Coordinator.CommitAsync("a", Records.Of(1));
        var stored = await run.Server.ReadAsync("a");
        Expect.Bytes(stored?.Ticket, Ticket);
        var newest = await run.Server.ReadNewestAsync("a");
        Expect.Equal(newest?.Generation, 1);
        Expect.Bytes(newest?.Payload, Records.Of(1).Payload);
    }

    public static async Task A_renewal_replaces_the_ticket_and_leaves_the_tokens(ContractRun run)
    {
        await run.Server.CreateAsync("a", Ticket);
        await run.Coordinator.CommitAsync("a", Records.Of(1));
        Expect.True(await run.Server.RenewAsync("a", Renewed));
        var stored = await run.Server.ReadAsync("a");
        Expect.Bytes(stored?.Ticket, Renewed);
        Expect.Equal((await run.Server.ReadNewestAsync("a"))?.Generation, 1);
    }

    public static async Task Storing_a_session_that_lives_replaces_its_ticket(ContractRun run)
    {
        await run.Server.CreateAsync("a", Ticket);
        await run.Coordinator.CommitAsync("a", Records.Of(1));
        Expect.True(await run.Server.CreateAsync("a", Renewed));
        var stored = await run.Server.ReadAsync("a");
        Expect.Bytes(stored?.Ticket, Renewed);
        Expect.Equal((await run.Server.ReadNewestAsync("a"))?.Generation, 1);
    }

    public static async Task A_renewal_never_begins_a_session(ContractRun run)
    {
        Expect.False(await run.Server.RenewAsync("never begun", Renewed));
        await run.Server.CreateAsync("ended", Ticket);
        await run.Server.EndAsync("ended");
        Expect.False(await run.Server.RenewAsync("ended", Renewed));
        await run.Server.CreateAsync("expired", Ticket, TimeSpan.FromMinutes(1));
        run.Server.Advance(TimeSpan.FromMinutes(2));
        Expect.False(await run.Server.RenewAsync("expired", Renewed));
        await run.Coordinator.CommitAsync("only tokens", Records.Of(1));
        Expect.False(await run.Server.RenewAsync("only tokens", Renewed));

        foreach (var id in (string[])["never begun", "ended", "expired", "only tokens"])
        {
            Expect.Null(await run.Server.ReadAsync(id), id);
        }
    }

    public static async Task Nothing_stores_a_session_that_has_ended(ContractRun run)
    {
        await run.Server.CreateAsync("a", Ticket);
        await run.Server.EndAsync("a");
        Expect.Null(await run.Server.ReadAsync("a"));
        Expect.False(await run.Server.CreateAsync("a", Renewed));
        Expect.Null(await run.Server.ReadAsync("a"));

        await run.Server.EndAsync("b");
        Expect.False(await run.Server.CreateAsync("b", Ticket), "it ended before it was stored");
        Expect.Null(await run.Server.ReadAsync("b"));
    }

    public static async Task A_session_expires_by_itself(ContractRun run)
    {
        await run.Server.CreateAsync("a", Ticket, TimeSpan.FromMinutes(10));
        run.Server.Advance(TimeSpan.FromMinutes(9));
        Expect.NotNull(await run.Server.ReadAsync("a"));
        run.Server.Advance(TimeSpan.FromMinutes(2));
        Expect.Null(await run.Server.ReadAsync("a"));
    }

    public static async Task A_renewal_prolongs_it(ContractRun run)
    {
        await run.Server.CreateAsync("a", Ticket, TimeSpan.FromMinutes(10));
        await run.Server.RenewAsync("a", Renewed, TimeSpan.FromMinutes(30));
        run.Server.Advance(TimeSpan.FromMinutes(20));
        Expect.NotNull(await run.Server.ReadAsync("a"));
    }

    public static async Task An_exchange_does_not_prolong_it(ContractRun run)
    {
        await run.Server.CreateAsync("a", Ticket, TimeSpan.FromMinutes(10));
        await run.Coordinator.CommitAsync("a", Records.Of(1));
        run.Server.Advance(TimeSpan.FromMinutes(11));
        Expect.Null(await run.Server.ReadAsync("a"));
    }

    public static async Task A_session_that_has_expired_already_does_not_live(ContractRun run)
    {
        Expect.False(await run.Server.CreateAsync("a", Ticket, -TimeSpan.FromMinutes(1)));
        Expect.Null(await run.Server.ReadAsync("a"));
    }

    public static async Task A_session_without_an_expiry_lives_on(ContractRun run)
    {
        var store = run.Server.StoreInUse();
        Expect.True(await store.CreateAsync("a", Ticket, expiresAt: null, default));
        run.Server.Advance(TimeSpan.FromDays(10));
        Expect.True(await store.RenewAsync("a", Renewed, expiresAt: null, default));
        Expect.NotNull(await run.Server.ReadAsync("a"));
    }

    public static async Task What_a_turn_commits_after_the_end_is_not_in_the_store(ContractRun run)
    {
        await run.Server.CreateAsync("a", Ticket);
        await using var turn = await run.Server.EnterAsync("a");
        await run.Server.EndAsync("a");
        Expect.False(await turn.CommitAsync(Records.Of(1), default));
        Expect.Null(await run.Server.ReadAsync("a"));
    }

    public static async Task The_tokens_of_a_stored_session_are_the_newest_however_long_ago_they_were_committed(ContractRun run)
    {
        await run.Server.CreateAsync("a", Ticket, TimeSpan.FromDays(200));
        await run.Coordinator.CommitAsync("a", Records.Of(1));
        run.Coordinator.Acknowledge("a", 1);
        run.Server.Advance(TimeSpan.FromDays(100));
        await using var turn = await run.Server.EnterAsync("a");
        Expect.Equal(turn.Newest?.Generation, 1);
        Expect.Equal((await run.Server.ReadNewestAsync("a"))?.Generation, 1);
    }
}

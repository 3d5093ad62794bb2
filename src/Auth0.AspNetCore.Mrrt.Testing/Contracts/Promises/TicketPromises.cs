namespace Auth0.AspNetCore.Mrrt.Testing.Contracts.Promises;

/// <summary>What a driver promises that keeps tickets as well. There is nothing to check of another one.</summary>
internal static class TicketPromises
{
    private static readonly byte[] Ticket = Records.Large;
    private static readonly byte[] Renewed = [3, 0, 1];

    public static IReadOnlyList<Promise> All { get; } =
    [
        Promise.Of(A_ticket_is_created_renewed_and_removed),
        Promise.Of(A_ticket_comes_with_the_newest_record),
        Promise.Of(A_renewal_never_begins_a_ticket),
        Promise.Of(A_ticket_expires_by_the_moment_that_is_given),
        Promise.Of(An_ended_session_gets_no_ticket),
    ];

    public static async Task A_ticket_is_created_renewed_and_removed(ContractRun run)
    {
        if (run.First.Tickets() is not { } first || run.Second.Tickets() is not { } second)
        {
            return;
        }

        var now = run.First.Now;
        Expect.Null(await second.ReadAsync("a", now, default));
        Expect.True(await first.CreateAsync("a", Ticket, run.First.Tomorrow(), default));
        Expect.Bytes((await second.ReadAsync("a", now, default))?.Ticket, Ticket);
        Expect.True(await second.RenewAsync("a", Renewed, run.First.Tomorrow(), now, default));
        Expect.Bytes((await first.ReadAsync("a", now, default))?.Ticket, Renewed);
        Expect.True(await first.CreateAsync("a", Ticket, run.First.Tomorrow(), default));
        Expect.Bytes((await second.ReadAsync("a", now, default))?.Ticket, Ticket);
        await run.Second.EndInDriverAsync("a");
        Expect.Null(await first.ReadAsync("a", now, default));
    }

    public static async Task A_ticket_comes_with_the_newest_record(ContractRun run)
    {
        if (run.First.Tickets() is not { } tickets)
        {
            return;
        }

        var now = run.First.Now;
        await tickets.CreateAsync("a", Ticket, run.First.Tomorrow(), default);
        Expect.Null((await tickets.ReadAsync("a", now, default))?.Newest, "nothing was exchanged");
        await run.Second.CommitToDriverAsync("a", Records.Of(1));
        var stored = await tickets.ReadAsync("a", now, default);
        Expect.Bytes(stored?.Ticket, Ticket);
        Expect.Equal(stored?.Newest?.Generation, 1);
        Expect.Bytes(stored?.Newest?.Payload, Records.Of(1).Payload);
        Expect.True(await tickets.RenewAsync("a", Renewed, run.First.Tomorrow(), now, default));
        Expect.Equal((await tickets.ReadAsync("a", now, default))?.Newest?.Generation, 1);
    }

    public static async Task A_renewal_never_begins_a_ticket(ContractRun run)
    {
        if (run.First.Tickets() is not { } tickets)
        {
            return;
        }

        var now = run.First.Now;
        await run.First.CommitToDriverAsync("only tokens", Records.Of(1));
        foreach (var id in (string[])["never begun", "only tokens"])
        {
            Expect.False(await tickets.RenewAsync(id, Renewed, run.First.Tomorrow(), now, default), id);
            Expect.Null(await tickets.ReadAsync(id, now, default), id);
        }
    }

    public static async Task A_ticket_expires_by_the_moment_that_is_given(ContractRun run)
    {
        if (run.First.Tickets() is not { } tickets)
        {
            return;
        }

        var end = run.First.Tomorrow();
        var before = end - TimeSpan.FromMinutes(1);
        var after = end + TimeSpan.FromMinutes(1);
        await tickets.CreateAsync("a", Ticket, end, default);
        await run.First.CommitToDriverAsync("a", Records.Of(1)); // prolongs nothing
        Expect.NotNull(await tickets.ReadAsync("a", before, default));
        Expect.Null(await tickets.ReadAsync("a", after, default));
        Expect.False(await tickets.RenewAsync("a", Renewed, after + TimeSpan.FromDays(1), after, default));
        Expect.True(await tickets.RenewAsync("a", Renewed, after + TimeSpan.FromDays(1), before, default));
        Expect.Bytes((await tickets.ReadAsync("a", after, default))?.Ticket, Renewed);
    }

    public static async Task An_ended_session_gets_no_ticket(ContractRun run)
    {
        if (run.First.Tickets() is not { } tickets)
        {
            return;
        }

        var now = run.First.Now;
        await tickets.CreateAsync("a", Ticket, run.First.Tomorrow(), default);
        await run.Second.EndInDriverAsync("a");
        await run.Second.EndInDriverAsync("b");
        foreach (var id in (string[])["a", "b"])
        {
            Expect.False(await tickets.RenewAsync(id, Renewed, run.First.Tomorrow(), now, default), id);
            Expect.False(await tickets.CreateAsync(id, Renewed, run.First.Tomorrow(), default), id);
            Expect.Null(await tickets.ReadAsync(id, now, default), id);
        }
    }
}

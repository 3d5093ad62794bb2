namespace Auth0.AspNetCore.Mrrt.Contracts;

/// <summary>What a store promises beyond what every coordinator promises.</summary>
public abstract class SessionStoreContract : SessionCoordinatorContract
{
    private static readonly byte[] Ticket = Records.Large;
    private static readonly byte[] Renewed = [3, 0, 1];

    [ContractFact]
    public async Task A_session_comes_back_as_it_was_stored()
    {
        (await Server.CreateAsync("a", Ticket)).Should().BeTrue();
        var stored = await Server.ReadAsync("a");
        stored!.Ticket.ToArray().Should().Equal(Ticket);
        stored.Newest.Should().BeNull("nothing was exchanged");
    }

    [ContractFact]
    public async Task What_was_never_stored_is_not_there()
    {
        await Coordinator.CommitAsync("a", Records.Of(1));
        (await Server.ReadAsync("a")).Should().BeNull();
        (await Server.ReadAsync("b")).Should().BeNull();
    }

    [ContractFact]
    public async Task What_an_exchange_commits_is_in_the_session_at_once()
    {
        await Server.CreateAsync("a", Ticket);
        await Coordinator.CommitAsync("a", Records.Of(1));
        var stored = await Server.ReadAsync("a");
        stored!.Ticket.ToArray().Should().Equal(Ticket);
        stored.Newest!.Generation.Should().Be(1);
        stored.Newest.Payload.ToArray().Should().Equal(Records.Of(1).Payload.ToArray());
    }

    [ContractFact]
    public async Task A_renewal_replaces_the_ticket_and_leaves_the_tokens()
    {
        await Server.CreateAsync("a", Ticket);
        await Coordinator.CommitAsync("a", Records.Of(1));
        (await Server.RenewAsync("a", Renewed)).Should().BeTrue();
        var stored = await Server.ReadAsync("a");
        stored!.Ticket.ToArray().Should().Equal(Renewed);
        stored.Newest!.Generation.Should().Be(1);
    }

    [ContractFact]
    public async Task Storing_a_session_that_lives_replaces_its_ticket()
    {
        await Server.CreateAsync("a", Ticket);
        await Coordinator.CommitAsync("a", Records.Of(1));
        (await Server.CreateAsync("a", Renewed)).Should().BeTrue();
        var stored = await Server.ReadAsync("a");
        stored!.Ticket.ToArray().Should().Equal(Renewed);
        stored.Newest!.Generation.Should().Be(1);
    }

    [ContractFact]
    public async Task A_renewal_never_begins_a_session()
    {
        (await Server.RenewAsync("never begun", Renewed)).Should().BeFalse();
        await Server.CreateAsync("ended", Ticket);
        await Server.EndAsync("ended");
        (await Server.RenewAsync("ended", Renewed)).Should().BeFalse();
        await Server.CreateAsync("expired", Ticket, TimeSpan.FromMinutes(1));
        Server.Advance(TimeSpan.FromMinutes(2));
        (await Server.RenewAsync("expired", Renewed)).Should().BeFalse();
        await Coordinator.CommitAsync("only tokens", Records.Of(1));
        (await Server.RenewAsync("only tokens", Renewed)).Should().BeFalse();

        foreach (var id in (string[])["never begun", "ended", "expired", "only tokens"])
        {
            (await Server.ReadAsync(id)).Should().BeNull(id);
        }
    }

    [ContractFact]
    public async Task Nothing_stores_a_session_that_has_ended()
    {
        await Server.CreateAsync("a", Ticket);
        await Server.EndAsync("a");
        (await Server.ReadAsync("a")).Should().BeNull();
        (await Server.CreateAsync("a", Renewed)).Should().BeFalse();
        (await Server.ReadAsync("a")).Should().BeNull();

        await Server.EndAsync("b");
        (await Server.CreateAsync("b", Ticket)).Should().BeFalse("it ended before it was stored");
        (await Server.ReadAsync("b")).Should().BeNull();
    }

    [ContractFact]
    public async Task A_session_expires_by_itself()
    {
        await Server.CreateAsync("a", Ticket, TimeSpan.FromMinutes(10));
        Server.Advance(TimeSpan.FromMinutes(9));
        (await Server.ReadAsync("a")).Should().NotBeNull();
        Server.Advance(TimeSpan.FromMinutes(2));
        (await Server.ReadAsync("a")).Should().BeNull();
    }

    [ContractFact]
    public async Task A_renewal_prolongs_it()
    {
        await Server.CreateAsync("a", Ticket, TimeSpan.FromMinutes(10));
        await Server.RenewAsync("a", Renewed, TimeSpan.FromMinutes(30));
        Server.Advance(TimeSpan.FromMinutes(20));
        (await Server.ReadAsync("a")).Should().NotBeNull();
    }

    [ContractFact]
    public async Task An_exchange_does_not_prolong_it()
    {
        await Server.CreateAsync("a", Ticket, TimeSpan.FromMinutes(10));
        await Coordinator.CommitAsync("a", Records.Of(1));
        Server.Advance(TimeSpan.FromMinutes(11));
        (await Server.ReadAsync("a")).Should().BeNull();
    }

    [ContractFact]
    public async Task A_session_that_has_expired_already_does_not_live()
    {
        (await Server.CreateAsync("a", Ticket, -TimeSpan.FromMinutes(1))).Should().BeFalse();
        (await Server.ReadAsync("a")).Should().BeNull();
    }

    [ContractFact]
    public async Task A_session_without_an_expiry_lives_on()
    {
        var store = Server.Store();
        (await store.CreateAsync("a", Ticket, expiresAt: null, default)).Should().BeTrue();
        Server.Advance(TimeSpan.FromDays(10));
        (await store.RenewAsync("a", Renewed, expiresAt: null, default)).Should().BeTrue();
        (await Server.ReadAsync("a")).Should().NotBeNull();
    }

    [ContractFact]
    public async Task What_a_turn_commits_after_the_end_is_not_in_the_store()
    {
        await Server.CreateAsync("a", Ticket);
        await using var turn = await Server.EnterAsync("a");
        await Server.EndAsync("a");
        (await turn.CommitAsync(Records.Of(1), default)).Should().BeFalse();
        (await Server.ReadAsync("a")).Should().BeNull();
    }

    [ContractFact]
    public async Task The_tokens_of_a_stored_session_are_the_newest_however_long_ago_they_were_committed()
    {
        await Server.CreateAsync("a", Ticket, TimeSpan.FromDays(200));
        await Coordinator.CommitAsync("a", Records.Of(1));
        Coordinator.Acknowledge("a", 1);
        Server.Advance(TimeSpan.FromDays(100));
        await using var turn = await Server.EnterAsync("a");
        turn.Newest!.Generation.Should().Be(1);
        (await Server.ReadAsync("a"))!.Newest!.Generation.Should().Be(1);
    }
}

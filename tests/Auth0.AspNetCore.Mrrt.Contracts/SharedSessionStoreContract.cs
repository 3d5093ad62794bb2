using Auth0.AspNetCore.Mrrt.Coordination;

namespace Auth0.AspNetCore.Mrrt.Contracts;

/// <summary>What a store for several servers promises beyond what it promises to each of them.</summary>
public abstract class SharedSessionStoreContract : SharedSessionsContract
{
    [ContractFact]
    public async Task A_session_stored_by_one_server_is_read_by_another()
    {
        await First.CreateAsync("a", Records.Large);
        (await Second.ReadAsync("a"))!.Ticket.ToArray().Should().Equal(Records.Large);
        await Second.Coordinator.CommitAsync("a", Records.Of(1));
        (await First.ReadAsync("a"))!.Newest!.Generation.Should().Be(1);
        (await Second.RenewAsync("a", [1])).Should().BeTrue();
        (await First.ReadAsync("a"))!.Ticket.ToArray().Should().Equal(1);
    }

    [ContractFact]
    public async Task A_session_ended_by_one_server_is_gone_at_once_on_another()
    {
        await First.CreateAsync("a", [1]);
        await Second.EndAsync("a");
        (await First.ReadAsync("a")).Should().BeNull();
        (await First.RenewAsync("a", [2])).Should().BeFalse();
        (await First.CreateAsync("a", [3])).Should().BeFalse();
        (await Second.ReadAsync("a")).Should().BeNull();
    }

    [ContractFact]
    public async Task A_store_that_cannot_be_reached_is_a_typed_failure()
    {
        await First.CreateAsync("a", [1]);
        First.CutOff();
        await First.Invoking(first => first.ReadAsync("a")).Should().ThrowAsync<SessionCoordinationException>();
        await First.Invoking(first => first.RenewAsync("a", [2])).Should().ThrowAsync<SessionCoordinationException>();
        await First.Invoking(first => first.CreateAsync("b", [2])).Should().ThrowAsync<SessionCoordinationException>();
        First.Reconnect();
        (await First.ReadAsync("a"))!.Ticket.ToArray().Should().Equal(1);
    }

    [ContractFact]
    public async Task A_session_that_ended_while_cut_off_is_gone_here_at_once()
    {
        await First.CreateAsync("a", [1]);
        First.CutOff();
        await First.EndAsync("a");
        First.Reconnect();
        (await First.ReadAsync("a")).Should().BeNull();
        (await First.RenewAsync("a", [2])).Should().BeFalse();
        await First.PassAsync();
        (await Second.ReadAsync("a")).Should().BeNull();
    }
}

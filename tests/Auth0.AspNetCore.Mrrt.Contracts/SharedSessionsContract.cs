using Auth0.AspNetCore.Mrrt.Coordination;

namespace Auth0.AspNetCore.Mrrt.Contracts;

/// <summary>What a coordinator for several servers promises beyond what it promises to each of them.</summary>
public abstract class SharedSessionsContract : IAsyncLifetime
{
    private ISharingServers _servers = null!;

    protected ISharingServer First { get; private set; } = null!;

    protected ISharingServer Second { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        _servers = await CreateAsync();
        First = await _servers.StartAsync();
        Second = await _servers.StartAsync();
    }

    public Task DisposeAsync() => _servers?.DisposeAsync().AsTask() ?? Task.CompletedTask;

    protected abstract Task<ISharingServers> CreateAsync();

    [ContractFact]
    public async Task A_turn_on_one_server_keeps_the_others_waiting()
    {
        var held = await First.EnterAsync("a");
        var waiting = Second.EnterAsync("a");
        await _servers.WaitingAsync(1);
        waiting.IsCompleted.Should().BeFalse();
        await using var other = await Second.EnterAsync("b");

        await held.DisposeAsync();
        await (await waiting).DisposeAsync();
    }

    [ContractFact]
    public async Task Many_callers_on_three_servers_never_share_a_turn_and_count_without_a_gap()
    {
        ISharingServer[] servers = [First, Second, await _servers.StartAsync()];
        var inside = 0;
        var most = 0;
        await Parallel.ForAsync(0, 30, async (call, _) =>
        {
            await using var turn = await servers[call % 3].EnterAsync("a");
            most = Math.Max(most, Interlocked.Increment(ref inside));
            var next = Records.Of(turn.NewestGeneration + 1);
            await Task.Yield();
            Interlocked.Decrement(ref inside);
            (await turn.CommitAsync(next, default)).Should().BeTrue();
        });
        most.Should().Be(1);
        (await First.GetStatusAsync("a")).NewestGeneration.Should().Be(30);
    }

    [ContractFact]
    public async Task Who_waited_finds_what_was_committed_meanwhile()
    {
        var held = await First.EnterAsync("a");
        var waiting = Second.EnterAsync("a");
        await _servers.WaitingAsync(1);
        await held.CommitAsync(new SessionRecord(1, Records.Large), default);

        await using var turn = await waiting; // the commit gave the turn up
        turn.NewestGeneration.Should().Be(1);
        turn.Newest!.Payload.ToArray().Should().Equal(Records.Large);
        Second.Coordinator.Peek("a").Newest!.Generation.Should().Be(1, "its requests need no look of their own");
        await held.DisposeAsync();
    }

    [ContractFact]
    public async Task Who_waited_finds_that_the_session_has_ended_meanwhile()
    {
        var held = await First.EnterAsync("a");
        var waiting = Second.EnterAsync("a");
        await _servers.WaitingAsync(1);
        await First.EndAsync("a");
        (await held.CommitAsync(Records.Of(1), default)).Should().BeFalse();
        await held.DisposeAsync();

        await using var turn = await waiting;
        (turn.Ended || !await turn.CommitAsync(Records.Of(1), default)).Should().BeTrue();
        turn.Ended.Should().BeTrue();
    }

    [ContractFact]
    public async Task Who_gives_up_waiting_for_another_server_is_in_nobodys_way()
    {
        using var impatience = new CancellationTokenSource();
        var held = await First.EnterAsync("a");
        var impatient = Second.Coordinator.EnterAsync("a", impatience.Token).AsTask();
        await _servers.WaitingAsync(1);
        await impatience.CancelAsync();
        await impatient.Invoking(waiting => waiting).Should().ThrowAsync<OperationCanceledException>();

        await held.DisposeAsync();
        await (await Second.EnterAsync("a")).DisposeAsync();
        await (await First.EnterAsync("a")).DisposeAsync();
    }

    [ContractFact]
    public async Task A_server_that_dies_frees_its_turn()
    {
        await using var held = await First.EnterAsync("a");
        var waiting = Second.EnterAsync("a");
        await _servers.WaitingAsync(1);
        First.BreakConnections();
        await (await waiting).DisposeAsync();
    }

    /// <summary>Frozen rather than dead: it may be about to spend the refresh token.</summary>
    [ContractFact]
    public async Task A_server_that_keeps_its_turn_for_too_long_is_not_passed_by()
    {
        await using var held = await First.EnterAsync("a");
        await Second.Invoking(second => second.EnterAsync("a")).Should().ThrowAsync<TimeoutException>();
        (await held.CommitAsync(Records.Of(1), default)).Should().BeTrue();
        await using var turn = await Second.EnterAsync("a");
        turn.NewestGeneration.Should().Be(1);
    }

    [ContractFact]
    public async Task An_end_on_one_server_waits_for_no_turn_on_another_and_the_commit_is_not_kept()
    {
        await using var held = await First.EnterAsync("a");
        await Second.EndAsync("a");
        (await held.CommitAsync(Records.Of(1), default)).Should().BeFalse();
        held.Ended.Should().BeTrue();
        First.Coordinator.Peek("a").Ended.Should().BeTrue();
        First.Coordinator.Peek("a").Newest.Should().BeNull();
        (await Second.GetStatusAsync("a")).Newest.Should().BeNull();
    }

    /// <summary>G16: a sign-in on the other server continues the session, and needs what came too late for this one.</summary>
    [ContractFact]
    public async Task What_is_committed_after_an_end_waits_for_the_next_turn()
    {
        await using var held = await First.EnterAsync("a");
        await Second.EndAsync("a");
        (await held.CommitAsync(Records.Of(1), default)).Should().BeFalse();

        await using var turn = await Second.EnterAsync("a");
        turn.Ended.Should().BeTrue();
        turn.NewestGeneration.Should().Be(1);
        turn.Newest!.Payload.ToArray().Should().Equal(Records.Of(1).Payload.ToArray());
        (await Second.GetStatusAsync("a")).Newest.Should().BeNull("requests get nothing of an ended session");
    }

    [ContractFact]
    public async Task A_turn_of_an_ended_session_waits_for_the_exchange_of_another_server()
    {
        var held = await First.EnterAsync("a");
        await Second.EndAsync("a");
        var waiting = Second.EnterAsync("a");
        await _servers.WaitingAsync(1);
        waiting.IsCompleted.Should().BeFalse();
        await held.DisposeAsync();
        await (await waiting).DisposeAsync();
    }

    [ContractFact]
    public async Task An_end_gives_a_generation_that_another_server_committed()
    {
        await First.Coordinator.CommitAsync("a", Records.Of(3));
        (await Second.Coordinator.EndAsync("a", until: null, default))!.Payload.ToArray()
            .Should().Equal(Records.Of(3).Payload.ToArray());
    }

    [ContractFact]
    public async Task An_end_is_heard_of_by_looking_by_entering_and_in_the_background()
    {
        await Second.EndAsync("a");
        (await First.GetStatusAsync("a")).Ended.Should().BeTrue();
        First.Coordinator.Peek("a").Ended.Should().BeTrue("it was told just now");

        await Second.EndAsync("b");
        await using var turn = await First.EnterAsync("b");
        turn.Ended.Should().BeTrue();

        await Second.EndAsync("c");
        First.Coordinator.Peek("c").Ended.Should().BeFalse();
        await First.PassAsync();
        First.Coordinator.Peek("c").Ended.Should().BeTrue();
    }

    [ContractFact]
    public async Task A_server_that_starts_later_hears_of_the_ends_before()
    {
        await First.EndAsync("a");
        var third = await _servers.StartAsync();
        await third.PassAsync();
        third.Coordinator.Peek("a").Ended.Should().BeTrue();
    }

    /// <summary>The connection breaks while the tenant is being asked, and nobody else comes in between.</summary>
    [ContractFact]
    public async Task A_commit_whose_connection_broke_is_kept_over_a_new_one()
    {
        await using var held = await First.EnterAsync("a");
        First.BreakConnections();
        (await held.CommitAsync(Records.Of(1), default)).Should().BeTrue();
        (await Second.GetStatusAsync("a")).NewestGeneration.Should().Be(1);
    }

    [ContractFact]
    public async Task A_commit_whose_connection_broke_is_not_kept_over_somebody_elses()
    {
        await using var held = await First.EnterAsync("a");
        First.BreakConnections();
        (await Second.Coordinator.CommitAsync("a", Records.Of(1, "second"))).Should().BeTrue();
        (await held.CommitAsync(Records.Of(1, "first"), default)).Should().BeFalse();
        held.Ended.Should().BeFalse("it has only moved on");
        (await First.GetStatusAsync("a")).Newest!.Payload.ToArray().Should().Equal(Records.Of(1, "second").Payload.ToArray());
    }

    [ContractFact]
    public async Task A_commit_whose_connection_broke_is_not_kept_over_an_end()
    {
        await using var held = await First.EnterAsync("a");
        First.BreakConnections();
        await Second.EndAsync("a");
        (await held.CommitAsync(Records.Of(1), default)).Should().BeFalse();
        held.Ended.Should().BeTrue();
    }

    [ContractFact]
    public async Task What_cannot_be_reached_is_a_typed_failure_and_what_is_known_here_stays_known()
    {
        await First.Coordinator.CommitAsync("a", Records.Of(1));
        First.CutOff();
        await First.Invoking(first => first.EnterAsync("a")).Should().ThrowAsync<SessionCoordinationException>();
        await First.Invoking(first => first.GetStatusAsync("a")).Should().ThrowAsync<SessionCoordinationException>();
        First.Coordinator.Peek("a").Newest!.Generation.Should().Be(1);
        First.Coordinator.Peek("a").Busy.Should().BeFalse("who failed has left the line");

        First.Reconnect();
        await using var turn = await First.EnterAsync("a");
        turn.NewestGeneration.Should().Be(1);
    }

    [ContractFact]
    public async Task An_end_while_cut_off_holds_here_at_once_and_elsewhere_later()
    {
        First.CutOff();
        await First.EndAsync("a");
        First.Coordinator.Peek("a").Ended.Should().BeTrue();

        First.Reconnect();
        await First.PassAsync();
        (await Second.GetStatusAsync("a")).Ended.Should().BeTrue();
    }

    [ContractFact]
    public async Task A_commit_while_cut_off_is_not_known_to_be_kept_and_is_told_later()
    {
        await using (var held = await First.EnterAsync("a"))
        {
            First.CutOff();
            await held.Invoking(turn => turn.CommitAsync(Records.Of(1), default).AsTask())
                .Should().ThrowAsync<SessionCoordinationException>();
        }

        First.Coordinator.Peek("a").Newest!.Generation.Should().Be(1, "its responses carry it");
        First.Reconnect();
        await using (var turn = await First.EnterAsync("a"))
        {
            turn.NewestGeneration.Should().Be(1, "what this server knows is the newest");
        }

        await First.PassAsync();
        (await Second.GetStatusAsync("a")).Newest!.Payload.ToArray().Should().Equal(Records.Of(1).Payload.ToArray());
    }

    /// <summary>It stands in its own ticket as well. Kept here alone, it could meet another server's generation of the same
    /// number.</summary>
    [ContractFact]
    public async Task A_sign_in_while_cut_off_is_not_kept_on_one_server_alone()
    {
        await using (var held = await First.EnterAsync("a"))
        {
            First.CutOff();
            var signIn = new SessionRecord(1, [1]) { MustKeep = false };
            await held.Invoking(turn => turn.CommitAsync(signIn, default).AsTask()).Should().ThrowAsync<SessionCoordinationException>();
        }

        First.Coordinator.Peek("a").Newest.Should().BeNull();
        First.Reconnect();
        await First.PassAsync();
        (await Second.GetStatusAsync("a")).NewestGeneration.Should().Be(0);
    }

    [ContractFact]
    public async Task An_end_while_cut_off_undoes_a_commit_that_was_not_told_yet()
    {
        await using (var held = await First.EnterAsync("a"))
        {
            First.CutOff();
            await First.EndAsync("a");
            (await held.CommitAsync(Records.Of(1), default)).Should().BeFalse("it ended here, whoever knows");
        }

        First.Reconnect();
        await First.PassAsync();
        var status = await Second.GetStatusAsync("a");
        status.Ended.Should().BeTrue();
        status.Newest.Should().BeNull();
    }
}

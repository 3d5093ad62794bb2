using Auth0.AspNetCore.Mrrt.Coordination;

namespace Auth0.AspNetCore.Mrrt.Contracts;

/// <summary>What a coordinator promises to the requests of one server.</summary>
public abstract class SessionCoordinatorContract : IAsyncLifetime
{
    /// <summary>Ids are bytes to a coordinator: none is another one in disguise.</summary>
    private static readonly string[] StrangeIds =
    [
        "a", "A", "a ", " a", "a'; DROP TABLE session; --", "%", "_", "\\", "\"", "ä", "a\u0308", "🙂", new string('x', 300),
    ];

    protected ISessionServer Server { get; private set; } = null!;

    protected ISessionCoordinator Coordinator => Server.Coordinator;

    public async Task InitializeAsync() => Server = await StartAsync();

    public async Task DisposeAsync()
    {
        if (Server is not null)
        {
            await Server.DisposeAsync();
        }

        await StoppedAsync();
    }

    /// <summary>Starts the server under test, anew for each promise.</summary>
    protected abstract Task<ISessionServer> StartAsync();

    /// <summary>Tidies up after it.</summary>
    protected virtual Task StoppedAsync() => Task.CompletedTask;

    [ContractFact]
    public async Task Turns_of_one_session_come_one_after_the_other_first_come_first_served()
    {
        var first = await EnterAsync("a");
        var second = EnterAsync("a");
        var third = EnterAsync("a");
        second.IsCompleted.Should().BeFalse();

        await first.DisposeAsync();
        var secondTurn = await second;
        third.IsCompleted.Should().BeFalse();

        await secondTurn.DisposeAsync();
        await (await third).DisposeAsync();
    }

    /// <summary>A caller that saw the number before the end and after it looks again.</summary>
    [ContractFact]
    public async Task An_end_is_known_and_counted()
    {
        Coordinator.HasEnded("a").Should().BeFalse();
        var before = Coordinator.ChangesLearned;
        await Coordinator.EndAsync("a", until: null, CancellationToken.None);
        Coordinator.HasEnded("a").Should().BeTrue();
        Coordinator.HasEnded("b").Should().BeFalse();
        (before is null || Coordinator.ChangesLearned != before).Should().BeTrue();
    }

    [ContractFact]
    public async Task Sessions_never_wait_for_one_another()
    {
        await using var held = await EnterAsync("a");
        await using var other = await EnterAsync("b");
        other.Ended.Should().BeFalse();
    }

    [ContractFact]
    public async Task Who_gives_up_waiting_leaves_the_line_whole()
    {
        using var impatience = new CancellationTokenSource();
        var first = await EnterAsync("a");
        var second = Coordinator.EnterAsync("a", impatience.Token).AsTask();
        var third = EnterAsync("a");

        await impatience.CancelAsync();
        await second.Invoking(waiting => waiting).Should().ThrowAsync<OperationCanceledException>();
        third.IsCompleted.Should().BeFalse("the first still has its turn");

        await first.DisposeAsync();
        await (await third).DisposeAsync();
    }

    [ContractFact]
    public async Task Who_gave_up_before_asking_is_told_so_and_is_in_nobodys_way()
    {
        await Coordinator.Invoking(c => c.EnterAsync("a", new CancellationToken(canceled: true)).AsTask())
            .Should().ThrowAsync<OperationCanceledException>();
        await (await EnterAsync("a")).DisposeAsync();
        Coordinator.Peek("a").Busy.Should().BeFalse();
    }

    [ContractFact]
    public async Task Many_callers_at_once_never_share_a_turn()
    {
        var inside = 0;
        var most = 0;
        await Parallel.ForAsync(0, 100, async (_, _) =>
        {
            await using var turn = await EnterAsync("a");
            most = Math.Max(most, Interlocked.Increment(ref inside));
            await Task.Yield();
            Interlocked.Decrement(ref inside);
        });
        most.Should().Be(1);
        Coordinator.Peek("a").QueueLength.Should().Be(0);
    }

    [ContractFact]
    public async Task A_session_is_busy_while_somebody_has_or_awaits_its_turn()
    {
        Coordinator.Peek("a").Busy.Should().BeFalse();
        var turn = await EnterAsync("a");
        var next = EnterAsync("a");
        Coordinator.Peek("a").QueueLength.Should().Be(2);
        await turn.DisposeAsync();
        await (await next).DisposeAsync();
        Coordinator.Peek("a").Busy.Should().BeFalse();
    }

    [ContractFact]
    public async Task A_turn_is_given_back_once_however_often_it_is_disposed_of()
    {
        var first = await EnterAsync("a");
        await first.DisposeAsync();
        await using var second = await EnterAsync("a");
        await first.DisposeAsync();
        EnterAsync("a").IsCompleted.Should().BeFalse();
    }

    [ContractFact]
    public async Task Of_a_session_that_nobody_has_heard_of_nothing_is_known()
    {
        Coordinator.Peek("a").Should().Be(default(SessionStatus));
        (await Server.GetStatusAsync("a")).Should().Be(default(SessionStatus));
        await using var turn = await EnterAsync("a");
        turn.Ended.Should().BeFalse();
        turn.Newest.Should().BeNull();
        turn.NewestGeneration.Should().Be(0);
    }

    [ContractFact]
    public async Task What_was_committed_is_known_to_everybody_byte_for_byte()
    {
        (await Coordinator.CommitAsync("a", new SessionRecord(1, Records.Large))).Should().BeTrue();

        Coordinator.Peek("a").Newest!.Payload.ToArray().Should().Equal(Records.Large);
        (await Server.GetStatusAsync("a")).Newest!.Payload.ToArray().Should().Equal(Records.Large);
        await using var turn = await EnterAsync("a");
        turn.Newest!.Generation.Should().Be(1);
        turn.NewestGeneration.Should().Be(1);
        turn.Newest.Payload.ToArray().Should().Equal(Records.Large);
    }

    [ContractFact]
    public async Task Generation_follows_generation()
    {
        for (var generation = 1; generation <= 5; generation++)
        {
            (await Coordinator.CommitAsync("a", Records.Of(generation))).Should().BeTrue();
        }

        (await Server.GetStatusAsync("a")).NewestGeneration.Should().Be(5);
    }

    [ContractFact]
    public async Task Several_exchanges_of_one_turn_read_again_in_between()
    {
        await using var turn = await EnterAsync("a");
        for (var generation = 1; generation <= 3; generation++)
        {
            (await turn.CommitAsync(Records.Of(generation), default)).Should().BeTrue();
            await turn.ReloadAsync(default);
            turn.NewestGeneration.Should().Be(generation);
            turn.Newest!.Payload.ToArray().Should().Equal(Records.Of(generation).Payload.ToArray());
        }
    }

    [ContractFact]
    public async Task Reading_again_before_a_commit_keeps_the_turn()
    {
        await using var turn = await EnterAsync("a");
        await turn.ReloadAsync(default);
        EnterAsync("a").IsCompleted.Should().BeFalse();
        (await turn.CommitAsync(Records.Of(1), default)).Should().BeTrue();
    }

    [ContractFact]
    public async Task A_generation_that_somebody_else_has_passed_is_not_kept()
    {
        await using var turn = await EnterAsync("a");
        (await turn.CommitAsync(Records.Of(2, "first"), default)).Should().BeTrue();
        (await turn.CommitAsync(Records.Of(2, "second"), default)).Should().BeFalse("generation 1 is not the newest any more");
        turn.Ended.Should().BeFalse("it has only moved on");
        (await Server.GetStatusAsync("a")).Newest!.Payload.ToArray().Should().Equal(Records.Of(2, "first").Payload.ToArray());
    }

    /// <summary>A browser may bring a generation that the coordinator has never seen, after a loss of its own.</summary>
    [ContractFact]
    public async Task A_generation_may_be_far_ahead()
    {
        (await Coordinator.CommitAsync("a", Records.Of(7))).Should().BeTrue();
        (await Server.GetStatusAsync("a")).NewestGeneration.Should().Be(7);
    }

    [ContractFact]
    public async Task An_end_waits_for_no_turn_and_the_commit_that_follows_is_not_kept()
    {
        await using var turn = await EnterAsync("a");
        await Server.EndAsync("a");
        (await turn.CommitAsync(Records.Of(1), default)).Should().BeFalse();
        turn.Ended.Should().BeTrue("a refused commit says why");
        Coordinator.Peek("a").Ended.Should().BeTrue();
        Coordinator.Peek("a").Newest.Should().BeNull();
        (await Server.GetStatusAsync("a")).Ended.Should().BeTrue();
    }

    [ContractFact]
    public async Task Reading_again_shows_an_end()
    {
        await using var turn = await EnterAsync("a");
        await Server.EndAsync("a");
        await turn.ReloadAsync(default);
        turn.Ended.Should().BeTrue();
    }

    /// <summary>A sign-in that continues the session (G16) learns from the number that the refresh token has been used.</summary>
    [ContractFact]
    public async Task A_commit_after_an_end_is_not_kept_and_its_number_counts()
    {
        await Coordinator.CommitAsync("a", Records.Of(1));
        await Server.EndAsync("a");
        await using (var turn = await EnterAsync("a"))
        {
            (await turn.CommitAsync(Records.Of(2), default)).Should().BeFalse();
            turn.NewestGeneration.Should().Be(2);
        }

        await using var next = await EnterAsync("a");
        next.Ended.Should().BeTrue();
        next.NewestGeneration.Should().Be(2);
        (await next.CommitAsync(Records.Of(2, "again"), default)).Should().BeFalse();
        next.NewestGeneration.Should().Be(2);
    }

    [ContractFact]
    public async Task An_end_gives_the_newest_generation_to_who_ends_the_session_once()
    {
        await Coordinator.CommitAsync("a", Records.Of(3));
        (await Coordinator.EndAsync("a", until: null, default))!.Payload.ToArray().Should().Equal(Records.Of(3).Payload.ToArray());
        (await Coordinator.EndAsync("a", until: null, default)).Should().BeNull();
        (await Coordinator.EndAsync("b", until: null, default)).Should().BeNull();
    }

    [ContractFact]
    public async Task What_has_ended_stays_ended_and_gives_out_nothing()
    {
        await Coordinator.CommitAsync("a", Records.Of(1));
        await Server.EndAsync("a");
        (await Coordinator.CommitAsync("a", Records.Of(2))).Should().BeFalse();
        await Server.EndAsync("a");

        await using var turn = await EnterAsync("a");
        turn.Ended.Should().BeTrue();
        var status = await Server.GetStatusAsync("a");
        status.Ended.Should().BeTrue();
        status.Newest.Should().BeNull();
    }

    [ContractFact]
    public async Task An_end_is_remembered_until_the_last_copy_of_the_ticket_expires()
    {
        await Server.EndAsync("a", Server.Now + TimeSpan.FromDays(3));
        Server.Advance(TimeSpan.FromDays(3) - TimeSpan.FromMinutes(1));
        Coordinator.Peek("a").Ended.Should().BeTrue();
        (await Server.GetStatusAsync("a")).Ended.Should().BeTrue();
    }

    [ContractFact]
    public async Task An_end_in_the_past_is_remembered_all_the_same()
    {
        await Server.EndAsync("a", Server.Now - TimeSpan.FromDays(1));
        (await Server.GetStatusAsync("a")).Ended.Should().BeTrue();
        await using var turn = await EnterAsync("a");
        turn.Ended.Should().BeTrue();
    }

    [ContractFact]
    public async Task A_browser_that_has_caught_up_takes_nothing_from_one_that_has_not()
    {
        Coordinator.Acknowledge("a", 1);
        await Coordinator.CommitAsync("a", Records.Of(3));
        Coordinator.Acknowledge("a", 2);
        Server.Advance(TimeSpan.FromHours(2));
        Coordinator.Peek("a").Newest!.Generation.Should().Be(3);
    }

    [ContractFact]
    public async Task An_older_generation_is_not_committed_over_a_newer_one_that_browsers_have_caught_up_with()
    {
        await Coordinator.CommitAsync("a", Records.Of(5));
        Coordinator.Acknowledge("a", 5);
        Server.Advance(TimeSpan.FromHours(2));
        await using var turn = await EnterAsync("a");
        turn.NewestGeneration.Should().Be(5);
        (await turn.CommitAsync(Records.Of(5, "again"), default)).Should().BeFalse();
    }

    [ContractFact]
    public async Task Sessions_share_nothing()
    {
        foreach (var (id, generation) in StrangeIds.Select((id, i) => (id, i + 1)))
        {
            (await Server.GetStatusAsync(id)).NewestGeneration.Should().Be(0, id);
            (await Coordinator.CommitAsync(id, Records.Of(generation, id))).Should().BeTrue(id);
        }

        foreach (var (id, generation) in StrangeIds.Select((id, i) => (id, i + 1)))
        {
            var status = await Server.GetStatusAsync(id);
            status.Ended.Should().BeFalse(id);
            status.Newest!.Payload.ToArray().Should().Equal(Records.Of(generation, id).Payload.ToArray(), id);
            await Server.EndAsync(id);
        }
    }

    private Task<ISessionTurn> EnterAsync(string session) => Server.EnterAsync(session);
}

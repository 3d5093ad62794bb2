using Auth0.AspNetCore.Mrrt.Coordination;
using Auth0.AspNetCore.Mrrt.Tests.Support;
using static Auth0.AspNetCore.Mrrt.Tests.Support.SharedRecords;

namespace Auth0.AspNetCore.Mrrt.Tests.Coordination.Shared;

/// <summary>How a server holds a lease during its turn, and what it does when another server may have it.</summary>
public sealed class LeaseTests : IDisposable
{
    private static readonly TimeSpan Guard = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan Lease = TimeSpan.FromSeconds(35);

    private readonly ManualTimeProvider _time = new();
    private readonly MemoryBackend _shared;
    private readonly SharedServer _server;
    private readonly SharedServer _other;

    public LeaseTests()
    {
        _shared = new MemoryBackend(_time, Lease);
        _server = new SharedServer(_shared, _time);
        _other = new SharedServer(_shared, _time);
    }

    public void Dispose()
    {
        _server.Dispose();
        _other.Dispose();
    }

    [Fact]
    public async Task An_exchange_within_two_seconds_extends_nothing()
    {
        await using var turn = await _server.EnterAsync();
        await PassAsync(1.9);
        (await turn.CommitAsync(Record(1), default)).Should().BeTrue();
        await PassAsync(10);
        _server.Faults.Count(BackendCall.Extend).Should().Be(0);
    }

    [Fact]
    public async Task A_slow_one_extends_each_two_seconds_until_its_commit()
    {
        await using var turn = await _server.EnterAsync();
        await PassAsync(60);
        _server.Faults.Count(BackendCall.Extend).Should().Be(30);
        turn.Lost.IsCancellationRequested.Should().BeFalse();
        (await turn.CommitAsync(Record(1), default)).Should().BeTrue();
        await PassAsync(10);
        _server.Faults.Count(BackendCall.Extend).Should().Be(30);
    }

    [Fact]
    public async Task A_turn_that_ends_without_a_commit_extends_nothing_any_more()
    {
        await using (await _server.EnterAsync())
        {
            await PassAsync(3);
        }

        await PassAsync(10);
        _server.Faults.Count(BackendCall.Extend).Should().Be(1);
        (await _other.EnterAsync()).Should().NotBeNull();
    }

    [Fact]
    public async Task An_extension_that_fails_is_tried_each_half_second_until_the_lease_may_be_over()
    {
        _server.Faults.Fail(BackendCall.Extend, times: 1000);
        await using var turn = await _server.EnterAsync();
        await PassAsync(4);
        _server.Faults.Count(BackendCall.Extend).Should().Be(5);
        await PassAsync(29.9);
        turn.Lost.IsCancellationRequested.Should().BeFalse();
        turn.SureFor.Should().Be(TimeSpan.FromSeconds(0.1));
        await PassAsync(0.1);
        turn.Lost.IsCancellationRequested.Should().BeTrue();
        turn.SureFor.Should().Be(TimeSpan.Zero);
        _server.Counted("auth0.coordination.turns_lost").Should().Be(1);
    }

    [Fact]
    public async Task One_extension_that_arrives_makes_the_lease_whole_again()
    {
        _server.Faults.Fail(BackendCall.Extend, times: 40);
        await using var turn = await _server.EnterAsync();
        await PassAsync(22); // at 2 seconds, and each half second
        turn.SureFor.Should().Be(TimeSpan.FromSeconds(34));
        await PassAsync(33);
        turn.Lost.IsCancellationRequested.Should().BeFalse();
    }

    [Fact]
    public async Task A_lease_that_another_has_taken_is_lost_at_once()
    {
        await using var turn = await _server.EnterAsync();
        TakeAway();
        await PassAsync(2);
        turn.Lost.IsCancellationRequested.Should().BeTrue();
        turn.SureFor.Should().Be(TimeSpan.Zero);
        _server.Counted("auth0.coordination.turns_lost").Should().Be(1);
        _server.Logs.Lines.Should().ContainSingle(line => line.Contains("[909]", StringComparison.Ordinal));
        await PassAsync(10);
        _server.Faults.Count(BackendCall.Extend).Should().Be(1);
    }

    [Fact]
    public async Task A_lost_lease_refuses_the_commit_when_another_server_has_gone_on()
    {
        await using var turn = await _server.EnterAsync();
        await LoseAsync();
        await using (var others = await _other.EnterAsync())
        {
            (await others.CommitAsync(Record(1, "theirs"), default)).Should().BeTrue();
        }

        _server.Faults.Reconnect();
        (await turn.CommitAsync(Record(1, "ours"), default)).Should().BeFalse();
        turn.Ended.Should().BeFalse("it has only moved on");
        Text(turn.Newest).Should().Be("theirs");
        _server.Counted("auth0.coordination.in_doubt").Should().Be(1);
        _other.Counted("auth0.coordination.in_doubt").Should().Be(0);
    }

    [Fact]
    public async Task A_lost_lease_keeps_the_commit_when_nobody_has_gone_on()
    {
        await using var turn = await _server.EnterAsync();
        await LoseAsync();
        await (await _other.EnterAsync()).DisposeAsync();
        _server.Faults.Reconnect();
        (await turn.CommitAsync(Record(1), default)).Should().BeTrue();
        Row().Generation.Should().Be(1);
        _server.Counted("auth0.coordination.in_doubt").Should().Be(0);
    }

    [Fact]
    public async Task A_commit_waits_for_the_other_server_and_is_kept_when_that_one_made_nothing()
    {
        await using var turn = await _server.EnterAsync();
        await LoseAsync();
        var others = await _other.EnterAsync();
        _server.Faults.Reconnect();
        var committing = turn.CommitAsync(Record(1), default).AsTask();
        await PassAsync(3);
        committing.IsCompleted.Should().BeFalse();
        Row().Generation.Should().Be(0);
        await others.DisposeAsync();
        await FinishAsync(committing);
        (await committing).Should().BeTrue();
    }

    [Fact]
    public async Task The_time_that_a_turn_is_sure_for_counts_from_before_it_was_asked_for()
    {
        var gate = new TaskCompletionSource();
        _server.Faults.Hold(BackendCall.Take, gate.Task);
        var entering = _server.EnterAsync();
        await PassAsync(3);
        gate.SetResult();
        await using var turn = await entering;
        turn.SureFor.Should().Be(TimeSpan.FromSeconds(31));
    }

    /// <summary>The process has stood still, and the answer lay unread.</summary>
    [Fact]
    public async Task A_turn_whose_answer_comes_after_its_lease_is_lost_from_the_beginning_and_taken_again()
    {
        var gate = new TaskCompletionSource();
        _server.Faults.Hold(BackendCall.Take, gate.Task);
        var entering = _server.EnterAsync();
        await PassAsync(60);
        gate.SetResult();
        await using var turn = await entering;
        (turn.Lost.IsCancellationRequested, turn.SureFor).Should().Be((true, TimeSpan.Zero));

        await turn.ReloadAsync(default);
        (turn.Lost.IsCancellationRequested, turn.SureFor).Should().Be((false, TimeSpan.FromSeconds(34)));
        _server.Faults.Count(BackendCall.Take).Should().Be(2);
    }

    [Fact]
    public async Task Reading_again_begins_the_lease_anew()
    {
        _server.Faults.Fail(BackendCall.Extend, times: 1000);
        await using var turn = await _server.EnterAsync();
        await PassAsync(20);
        await turn.ReloadAsync(default);
        turn.SureFor.Should().Be(TimeSpan.FromSeconds(34));
        await PassAsync(33);
        turn.Lost.IsCancellationRequested.Should().BeFalse();
        await PassAsync(1);
        turn.Lost.IsCancellationRequested.Should().BeTrue();
    }

    [Fact]
    public async Task Reading_again_waits_for_the_server_that_has_taken_the_turn()
    {
        await using var turn = await _server.EnterAsync();
        await LoseAsync();
        var others = await _other.EnterAsync();
        _server.Faults.Reconnect();
        var reading = turn.ReloadAsync(default).AsTask();
        await PassAsync(3);
        reading.IsCompleted.Should().BeFalse();
        await others.CommitAsync(Record(1, "theirs"), default);
        await FinishAsync(reading);
        Text(turn.Newest).Should().Be("theirs");
        turn.Lost.IsCancellationRequested.Should().BeFalse();
        (await turn.CommitAsync(Record(2), default)).Should().BeTrue();
    }

    /// <summary>Nobody has extended it in time, but nobody else has been asked either.</summary>
    [Fact]
    public async Task A_backend_that_stood_still_hears_the_holder_first()
    {
        var standstill = new TaskCompletionSource();
        await using var turn = await _server.EnterAsync();
        _server.Faults.Hold(BackendCall.Extend, standstill.Task);
        await PassAsync(40);
        var entering = _other.EnterAsync();
        standstill.SetResult();
        await PassAsync(29);
        entering.IsCompleted.Should().BeFalse();
        (await turn.CommitAsync(Record(1), default)).Should().BeTrue();
        await FinishAsync(entering);
        await using var others = await entering;
        others.NewestGeneration.Should().Be(1);
    }

    [Fact]
    public async Task A_commit_does_not_wait_for_an_extension_that_has_no_answer()
    {
        await using var turn = await _server.EnterAsync();
        _server.Faults.Hold(BackendCall.Extend, new TaskCompletionSource().Task);
        await PassAsync(3);
        (await turn.CommitAsync(Record(1), default)).Should().BeTrue();
    }

    /// <summary>Another server would present the refresh token that has been used.</summary>
    [Fact]
    public async Task A_commit_that_is_tried_again_and_again_gives_the_turn_to_nobody()
    {
        await using var turn = await _server.EnterAsync();
        _server.Faults.Fail(BackendCall.Commit, times: 20);
        var committing = turn.CommitAsync(Record(1), default).AsTask();
        var entering = _other.EnterAsync();
        await PassAsync(20);
        (committing.IsCompleted, entering.IsCompleted).Should().Be((false, false));
        await FinishAsync(committing);
        (await committing).Should().BeTrue();
    }

    [Fact]
    public async Task Tokens_that_could_not_be_told_are_told_before_another_server_has_the_turn()
    {
        await using (var turn = await _server.EnterAsync())
        {
            _server.Faults.CutOff();
            var committing = turn.CommitAsync(Record(1), default).AsTask();
            await PassAsync(30);
            _server.Faults.Reconnect();
            _server.Faults.Fail(BackendCall.Commit, times: 100); // it takes the lock, and refuses to write
            await PassAsync(40);
            await FinishAsync(committing).Invoking(it => it).Should().ThrowAsync<SessionCoordinationException>();
        }

        var entering = _other.EnterAsync();
        await PassAsync(5);
        entering.IsCompleted.Should().BeFalse();
        _server.Faults.Mend();
        await _server.PassAsync();
        await FinishAsync(entering);
        await using var others = await entering;
        others.NewestGeneration.Should().Be(1);
    }

    [Fact]
    public async Task What_a_drivers_extension_throws_never_reaches_the_commit()
    {
        _server.Faults.Throw(BackendCall.Extend, new InvalidOperationException("host=db.example.com"));
        await using var turn = await _server.EnterAsync();
        await PassAsync(2.1);
        _server.Logs.Lines.Should().ContainSingle(line => line.Contains("[908]", StringComparison.Ordinal))
            .Which.Should().Contain("InvalidOperationException").And.NotContain("db.example.com");
        (await turn.CommitAsync(Record(1), default)).Should().BeTrue();
    }

    [Fact]
    public async Task A_lock_without_a_lease_is_sure_until_its_commit_and_never_extended()
    {
        using var server = new SharedServer(new MemoryBackend(), _time);
        await using var turn = await server.EnterAsync();
        await PassAsync(100);
        (turn.Lost.CanBeCanceled, turn.SureFor).Should().Be((false, Timeout.InfiniteTimeSpan));
        await turn.CommitAsync(Record(1), default);
        turn.SureFor.Should().Be(TimeSpan.Zero, "the commit has given it up");
        server.Faults.Count(BackendCall.Extend).Should().Be(0);
    }

    private Task PassAsync(double seconds) => _time.PassAsync(TimeSpan.FromSeconds(seconds));

    /// <summary>Lets time pass until the task is done. What it waits for may begin a moment later on a busy machine.</summary>
    private async Task FinishAsync(Task task)
    {
        for (var began = TimeProvider.System.GetTimestamp(); !task.IsCompleted;)
        {
            await PassAsync(0.5);
            TimeProvider.System.GetElapsedTime(began).Should().BeLessThan(Guard, "it ends");
        }

        await task;
    }

    private MemoryRow Row() => _shared.With("session", row => row);

    /// <summary>Another server holds the lock for a while.</summary>
    private void TakeAway() => _shared.With("session", row =>
    {
        row.Holder = Guid.NewGuid();
        row.LeaseUntil = _time.GetUtcNow() + Lease;
        return true;
    });

    /// <summary>The server is cut off until its lease is over, and nobody waits for it any more.</summary>
    private async Task LoseAsync()
    {
        _server.Faults.CutOff();
        await PassAsync(35);
        var entering = _other.EnterAsync();
        await FinishAsync(entering);
        await (await entering).DisposeAsync();
    }
}

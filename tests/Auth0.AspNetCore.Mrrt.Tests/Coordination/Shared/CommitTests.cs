using Auth0.AspNetCore.Mrrt.Coordination;
using Auth0.AspNetCore.Mrrt.Tests.Support;
using static Auth0.AspNetCore.Mrrt.Tests.Support.SharedRecords;

namespace Auth0.AspNetCore.Mrrt.Tests.Coordination.Shared;

/// <summary>How a server keeps what an exchange obtained, whatever becomes of the backend's answer.</summary>
public sealed class CommitTests : IDisposable
{
    private readonly ManualTimeProvider _time = new();
    private readonly MemoryBackend _shared;
    private readonly SharedServer _server;
    private readonly SharedServer _other;

    public CommitTests()
    {
        _shared = new MemoryBackend(_time);
        _server = new SharedServer(_shared, _time);
        _other = new SharedServer(_shared, _time);
    }

    public void Dispose()
    {
        _server.Dispose();
        _other.Dispose();
    }

    [Fact]
    public async Task A_commit_whose_answer_was_lost_is_found_to_have_arrived()
    {
        await using var turn = await _server.EnterAsync();
        _server.Faults.LoseAnswer(BackendCall.Commit);
        (await turn.CommitAsync(Record(1), default)).Should().BeTrue();
        _server.Faults.Count(BackendCall.Commit).Should().Be(1);
        _server.Logs.Lines.Should().Contain(line => line.Contains("[903]", StringComparison.Ordinal));
    }

    /// <summary>A driver should throw one exception only. One that throws another loses no tokens.</summary>
    [Fact]
    public async Task Whatever_a_driver_throws_the_tokens_are_kept()
    {
        await using var turn = await _server.EnterAsync();
        _server.Faults.Throw(BackendCall.Commit, new InvalidOperationException("a client's text with a host"));
        (await turn.CommitAsync(Record(1), default)).Should().BeTrue();
        _server.Logs.Lines.Should().NotContain(line => line.Contains("host", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_commit_that_another_server_has_gone_on_from_is_kept()
    {
        await using var turn = await _server.EnterAsync();
        var (committing, gate) = BreakAndHold(turn, answerIsLost: true);
        await CommitAsync(_other, 2, "theirs");
        gate.SetResult();
        (await committing).Should().BeTrue();
        (turn.NewestGeneration, Text(turn.Newest)).Should().Be((2, "theirs"));
        _server.Counted("auth0.coordination.in_doubt").Should().Be(1, "a later generation does not tell whose tokens it follows");
    }

    [Fact]
    public async Task A_break_before_the_commit_is_mended()
    {
        await using var turn = await _server.EnterAsync();
        _server.Faults.Fail(BackendCall.Commit);
        (await turn.CommitAsync(Record(1), default)).Should().BeTrue();
        Row().Generation.Should().Be(1);
    }

    [Fact]
    public async Task Nothing_is_kept_over_another_servers_generation()
    {
        await using var turn = await _server.EnterAsync();
        var (committing, gate) = BreakAndHold(turn, answerIsLost: false);
        await CommitAsync(_other, 1, "theirs");
        gate.SetResult();
        (await committing).Should().BeFalse();
        turn.Ended.Should().BeFalse();
        (Text(turn.Newest), Text(Row().Record)).Should().Be(("theirs", "theirs"));
        _server.Counted("auth0.coordination.in_doubt").Should().Be(1);
    }

    [Fact]
    public async Task A_sign_in_that_another_server_has_gone_on_from_is_in_no_doubt()
    {
        await using var turn = await _server.EnterAsync();
        var (committing, gate) = BreakAndHold(turn, answerIsLost: true, mustKeep: false);
        await CommitAsync(_other, 2, "theirs");
        gate.SetResult();
        (await committing).Should().BeTrue();
        _server.Counted("auth0.coordination.in_doubt").Should().Be(0);
    }

    [Fact]
    public async Task A_sign_in_that_is_refused_so_is_in_no_doubt()
    {
        await using var turn = await _server.EnterAsync();
        var (committing, gate) = BreakAndHold(turn, answerIsLost: false, mustKeep: false);
        await CommitAsync(_other, 1, "theirs");
        gate.SetResult();
        (await committing).Should().BeFalse();
        _server.Counted("auth0.coordination.in_doubt").Should().Be(0);
    }

    [Fact]
    public async Task Of_a_session_that_has_ended_only_the_number_is_kept()
    {
        await using var turn = await _server.EnterAsync();
        await _other.Sessions.EndAsync("session", _time.GetUtcNow().AddDays(1), default);
        (await turn.CommitAsync(Record(1), default)).Should().BeFalse();
        (turn.Ended, turn.NewestGeneration).Should().Be((true, 1));
        _server.Sessions.HasEnded("session").Should().BeTrue();
        _server.Sessions.Peek("session").Newest.Should().BeNull();
        _server.Counted("auth0.coordination.in_doubt").Should().Be(0);
    }

    [Fact]
    public async Task After_the_retry_time_the_tokens_stay_on_the_server_and_are_told_later()
    {
        await using var turn = await _server.EnterAsync();
        _server.Faults.CutOff();
        var committing = turn.CommitAsync(Record(1), default).AsTask();
        await _time.PassAsync(TimeSpan.FromSeconds(50));
        committing.IsCompleted.Should().BeFalse();
        await _time.PassAsync(TimeSpan.FromSeconds(13));
        await committing.Invoking(it => it).Should().ThrowAsync<SessionCoordinationException>();
        Text(_server.Sessions.Peek("session").Newest).Should().Be("ours");
        _server.PendingWrites.Count.Should().Be(1);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_sign_out_on_this_server_during_the_commit_wins(bool isTold)
    {
        await using var turn = await _server.EnterAsync();
        var gate = new TaskCompletionSource();
        _server.Faults.Hold(BackendCall.Commit, gate.Task);
        var committing = turn.CommitAsync(Record(1), default).AsTask();
        if (!isTold)
        {
            _server.Faults.Fail(BackendCall.End);
        }

        await _server.Sessions.EndAsync("session", _time.GetUtcNow().AddDays(1), default);
        gate.SetResult();
        (await committing).Should().BeFalse();
        turn.Ended.Should().BeTrue();
    }

    [Fact]
    public async Task A_commit_of_an_older_generation_asks_nobody()
    {
        await CommitAsync(_server, 3);
        await using var turn = await _server.EnterAsync();
        (await turn.CommitAsync(Record(3, "another"), default)).Should().BeFalse();
        _server.Faults.Count(BackendCall.Commit).Should().Be(1);
        Text(Row().Record).Should().Be("ours");
    }

    private (Task<bool> Committing, TaskCompletionSource Gate) BreakAndHold(ISessionTurn turn, bool answerIsLost, bool mustKeep = true)
    {
        if (answerIsLost)
        {
            _server.Faults.LoseAnswer(BackendCall.Commit);
        }
        else
        {
            _server.Faults.Fail(BackendCall.Commit);
        }

        var gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _server.Faults.Hold(BackendCall.Take, gate.Task);
        var committing = turn.CommitAsync(Record(1, mustKeep: mustKeep), default).AsTask();
        committing.IsCompleted.Should().BeFalse();
        return (committing, gate);
    }

    private static async Task CommitAsync(SharedServer server, long generation, string text = "ours")
    {
        await using var turn = await server.EnterAsync();
        (await turn.CommitAsync(Record(generation, text), default)).Should().BeTrue();
    }

    private MemoryRow Row() => _shared.With("session", row => row);
}

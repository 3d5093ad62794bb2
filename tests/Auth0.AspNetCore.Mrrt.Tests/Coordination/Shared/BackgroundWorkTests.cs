using Auth0.AspNetCore.Mrrt.Tests.Support;

namespace Auth0.AspNetCore.Mrrt.Tests.Coordination.Shared;

/// <summary>What a server does with its backend before the first request and at intervals.</summary>
public sealed class BackgroundWorkTests : IDisposable
{
    private readonly ManualTimeProvider _time = new();
    private readonly MemoryBackend _shared;
    private readonly SharedServer _server;

    public BackgroundWorkTests()
    {
        _shared = new MemoryBackend(_time);
        _server = new SharedServer(_shared, _time);
    }

    public void Dispose() => _server.Dispose();

    [Fact]
    public async Task The_application_starts_without_the_backend_which_is_made_ready_later()
    {
        _server.Faults.CutOff();
        await _server.Background.StartingAsync(default);
        Lines("[911]").Should().Be(1);
        (await _server.Sessions.CheckAsync(default)).IsReachable.Should().BeFalse();

        _server.Faults.Reconnect();
        await _server.PassAsync();
        await _server.PassAsync();
        _server.Faults.Count(BackendCall.Prepare).Should().Be(2, "once in vain");
        (await _server.Sessions.CheckAsync(default)).IsReachable.Should().BeTrue();
    }

    [Fact]
    public async Task The_application_does_not_start_with_a_wrong_setting()
    {
        _server.Faults.Throw(BackendCall.Prepare, new InvalidOperationException("a setting"));
        await _server.Invoking(it => it.Background.StartingAsync(default)).Should().ThrowAsync<InvalidOperationException>();
    }

    /// <summary>The application has started meanwhile, so nobody reads what the start would have said.</summary>
    [Fact]
    public async Task A_setting_that_is_wrong_when_the_backend_comes_back_is_said_once()
    {
        _server.Faults.CutOff();
        await StartAsync();
        _server.Faults.Reconnect();
        _server.Faults.Throw(BackendCall.Prepare, new InvalidOperationException("Set the policy to noeviction."));
        await _time.PassAsync(TimeSpan.FromSeconds(1));
        _server.Faults.Throw(BackendCall.Prepare, new InvalidOperationException("Set the policy to noeviction."));
        await _time.PassAsync(TimeSpan.FromSeconds(1));
        Lines("[912]").Should().Be(1);
        _server.Logs.Lines.Should().ContainSingle(line => line.Contains("Set the policy to noeviction.", StringComparison.Ordinal));
        (await _server.Sessions.CheckAsync(default)).Problem.Should().Contain("Set the policy to noeviction.");
        await _time.PassAsync(TimeSpan.FromSeconds(1));
        Lines("[907]").Should().Be(1);
        await _server.Background.StopAsync(default);
    }

    /// <summary>A client's own exceptions name hosts.</summary>
    [Fact]
    public async Task What_else_a_driver_throws_is_said_by_its_kind_alone()
    {
        await StartAsync();
        _server.Faults.Throw(BackendCall.Poll, new InvalidOperationException("redis.example.com"));
        await _time.PassAsync(TimeSpan.FromSeconds(1));
        Lines("[906]").Should().Be(1);
        _server.Logs.Lines.Should().NotContain(line => line.Contains("example.com", StringComparison.Ordinal));
        await _server.Background.StopAsync(default);
    }

    /// <summary>A warm request needs no backend. Where nobody can answer, nobody is asked.</summary>
    [Fact]
    public async Task Before_the_first_list_a_server_may_not_know_of_an_end_and_asks_where_somebody_may_answer()
    {
        _server.Sessions.MayHaveForgotten("session").Should().BeTrue();
        _server.Faults.CutOff();
        await StartAsync();
        _server.Sessions.MayHaveForgotten("session").Should().BeFalse("the backend is out of reach");

        _server.Faults.Reconnect();
        _server.Faults.Fail(BackendCall.Poll, isOutOfReach: false);
        await _time.PassAsync(TimeSpan.FromSeconds(1));
        _server.Sessions.MayHaveForgotten("session").Should().BeTrue("the backend answers, and has not told of the ends");
        await _time.PassAsync(TimeSpan.FromSeconds(1));
        _server.Sessions.MayHaveForgotten("session").Should().BeFalse();

        _server.Faults.Fail(BackendCall.Poll, isOutOfReach: false);
        await _time.PassAsync(TimeSpan.FromSeconds(1));
        _server.Sessions.MayHaveForgotten("session").Should().BeFalse("it has heard of all until now");
        await _server.Background.StopAsync(default);
    }

    /// <summary>The first list may be long.</summary>
    [Fact]
    public async Task While_the_first_list_is_under_way_the_backend_is_asked()
    {
        _server.Faults.CutOff();
        await StartAsync();
        _server.Faults.Reconnect();
        var gate = new TaskCompletionSource();
        _server.Faults.Hold(BackendCall.Poll, gate.Task);
        await _time.PassAsync(TimeSpan.FromSeconds(1));
        _server.Sessions.MayHaveForgotten("session").Should().BeTrue();
        gate.SetResult();
        await _time.PassAsync(TimeSpan.FromSeconds(1));
        _server.Sessions.MayHaveForgotten("session").Should().BeFalse();
        await _server.Background.StopAsync(default);
    }

    [Fact]
    public async Task An_end_that_the_backend_refuses_keeps_nobody_from_hearing_of_others()
    {
        using var other = new SharedServer(_shared, _time);
        await _server.PassAsync();
        _server.Faults.Fail(BackendCall.End, times: 2, isOutOfReach: false);
        await _server.Sessions.EndAsync("refused", _time.GetUtcNow().AddDays(1), default);
        await other.Sessions.EndAsync("elsewhere", _time.GetUtcNow().AddDays(1), default);
        await _server.Invoking(it => it.PassAsync()).Should().ThrowAsync<Auth0.AspNetCore.Mrrt.Coordination.Shared.SessionBackendException>();
        _server.Line.HasEnded("elsewhere").Should().BeTrue();
        await _server.PassAsync();
        _server.PendingWrites.IsEmpty.Should().BeTrue();
    }

    [Fact]
    public async Task Nor_with_stored_sessions_and_a_backend_that_keeps_no_tickets()
    {
        using var server = new SharedServer(
            _shared, _time, options => options.StoreSessions = true, inner => new BackendWithoutUntil(inner));
        (await server.Invoking(it => it.Background.StartingAsync(default)).Should().ThrowAsync<InvalidOperationException>())
            .Which.Message.Should().Contain("ITicketBackend");
    }

    [Fact]
    public async Task Who_signed_out_elsewhere_is_heard_of_at_each_interval()
    {
        await StartAsync();
        using var other = new SharedServer(_shared, _time);
        await other.Sessions.EndAsync("session", _time.GetUtcNow().AddDays(1), default);
        _server.Line.HasEnded("session").Should().BeFalse();
        await _time.PassAsync(TimeSpan.FromSeconds(1));
        _server.Line.HasEnded("session").Should().BeTrue();
        await _server.Background.StopAsync(default);
    }

    [Fact]
    public async Task A_backend_that_fails_for_a_while_is_told_of_once_and_its_recovery_once()
    {
        await StartAsync();
        _server.Faults.CutOff();
        await _time.PassAsync(TimeSpan.FromSeconds(5));
        (Lines("[906]"), Lines("[907]")).Should().Be((1, 0));
        _server.Faults.Reconnect();
        await _time.PassAsync(TimeSpan.FromSeconds(5));
        (Lines("[906]"), Lines("[907]")).Should().Be((1, 1));
        await _server.Background.StopAsync(default);
    }

    [Fact]
    public async Task A_clean_up_that_has_much_to_do_leaves_room_for_hearing_who_signed_out()
    {
        await _server.Background.StartingAsync(default);
        _server.Way.HasAlwaysMoreToCleanUp = true;
        await _server.PassAsync();
        _server.Faults.Count(BackendCall.CleanUp).Should().Be(0, "the interval is not over");
        _time.Advance(TimeSpan.FromMinutes(5));
        var polls = _server.Faults.Count(BackendCall.Poll);
        for (var pass = 1; pass <= 3; pass++)
        {
            await _server.PassAsync();
            (_server.Faults.Count(BackendCall.CleanUp), _server.Faults.Count(BackendCall.Poll)).Should().Be((pass, polls + pass));
        }

        _server.Way.HasAlwaysMoreToCleanUp = false;
        await _server.PassAsync();
        await _server.PassAsync();
        _server.Faults.Count(BackendCall.CleanUp).Should().Be(4);
    }

    /// <summary>After a restart of the backend a server has all writes of two minutes to tell again, and each takes its time.</summary>
    [Fact]
    public async Task Who_signed_out_is_heard_of_before_the_writes_of_the_last_minutes_are_told_again()
    {
        await WithMuchToTellAgainAsync();
        _server.Faults.Fail(BackendCall.Take, times: 3);
        await _server.Invoking(it => it.PassAsync()).Should().ThrowAsync<Exception>(); // hears of the fail-over, and tells nothing
        using var other = new SharedServer(_shared, _time);
        await other.Sessions.EndAsync("elsewhere", _time.GetUtcNow().AddDays(1), default);
        var known = await WhileTellingAgainAsync(() => _server.Line.HasEnded("elsewhere"));
        known.Should().HaveCount(20).And.NotContain(false);
    }

    [Fact]
    public async Task And_at_each_interval_while_they_are_told_again()
    {
        await WithMuchToTellAgainAsync();
        using var other = new SharedServer(_shared, _time);
        var signOut = Task.CompletedTask;
        var known = await WhileTellingAgainAsync(() =>
        {
            signOut = signOut == Task.CompletedTask
                ? other.Sessions.EndAsync("elsewhere", _time.GetUtcNow().AddDays(1), default).AsTask()
                : signOut;
            return _server.Line.HasEnded("elsewhere");
        });
        await signOut;
        known.Should().HaveCount(20);
        known.Skip(3).Should().NotContain(false, "the interval of a second was over");
    }

    /// <summary>A backend on several machines may answer for all sessions but one.</summary>
    [Fact]
    public async Task A_session_that_is_out_of_reach_alone_keeps_nobody_from_hearing_and_telling()
    {
        using var server = new SharedServer(_shared, _time, options => options.CommitRetryTime = TimeSpan.Zero);
        using var other = new SharedServer(_shared, _time);
        await server.PassAsync();
        await using (var turn = await server.EnterAsync())
        {
            server.Faults.Fail(BackendCall.Commit);
            server.Faults.Fail(BackendCall.Take, times: 10);
            await turn.Invoking(async it => await it.CommitAsync(SharedRecords.Record(1), default)).Should().ThrowAsync<Exception>();
        }

        server.Faults.Fail(BackendCall.End);
        await server.Sessions.EndAsync("own", _time.GetUtcNow().AddDays(1), default);
        await other.Sessions.EndAsync("elsewhere", _time.GetUtcNow().AddDays(1), default);
        await server.Invoking(it => it.PassAsync()).Should().ThrowAsync<Exception>();
        server.Line.HasEnded("elsewhere").Should().BeTrue();
        _shared.With("own", row => row.EndedUntil).Should().NotBeNull();
    }

    /// <summary>Tells twenty generations, and lets another backend take over.</summary>
    private async Task WithMuchToTellAgainAsync()
    {
        await _server.PassAsync();
        for (var session = 0; session < 20; session++)
        {
            await using var turn = await _server.EnterAsync($"session {session}");
            (await turn.CommitAsync(SharedRecords.Record(1), default)).Should().BeTrue();
        }

        _shared.FailOver(forgetting: 0);
    }

    /// <summary>Does one pass, in which each lock takes 400 ms, and asks a question before each.</summary>
    private async Task<List<bool>> WhileTellingAgainAsync(Func<bool> question)
    {
        List<bool> answers = [];
        _server.Faults.Before(BackendCall.Take, () =>
        {
            _time.Advance(TimeSpan.FromMilliseconds(400));
            answers.Add(question());
        });
        await _server.PassAsync();
        return answers;
    }

    private async Task StartAsync()
    {
        await _server.Background.StartingAsync(default);
        await _server.Background.StartAsync(default);

        // The loop begins on a thread of its own.
        var polls = _server.Faults.Count(BackendCall.Poll);
        for (var step = 0; _server.Faults.Count(BackendCall.Poll) == polls && step < 10_000; step++)
        {
            await _time.PassAsync(TimeSpan.FromMilliseconds(100));
        }
    }

    private int Lines(string id) => _server.Logs.Lines.Count(line => line.Contains(id, StringComparison.Ordinal));
}

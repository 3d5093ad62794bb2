using Auth0.AspNetCore.Mrrt.Tests.Support;
using static Auth0.AspNetCore.Mrrt.Tests.Support.SharedRecords;

namespace Auth0.AspNetCore.Mrrt.Tests.Coordination.Shared;

/// <summary>What a server tells the backend when it could not before, or when the backend may have lost it.</summary>
public sealed class PendingWritesTests : IDisposable
{
    private const string InDoubt = "auth0.coordination.in_doubt";

    private readonly ManualTimeProvider _time = new();
    private readonly MemoryBackend _shared;
    private readonly SharedServer _server;
    private readonly SharedServer _other;

    public PendingWritesTests()
    {
        _shared = new MemoryBackend(_time);
        _server = new SharedServer(_shared, _time, options => options.CommitRetryTime = TimeSpan.Zero);
        _other = new SharedServer(_shared, _time);
    }

    public void Dispose()
    {
        _server.Dispose();
        _other.Dispose();
    }

    [Fact]
    public async Task An_end_that_could_not_be_told_is_told_with_the_next_pass()
    {
        _server.Faults.CutOff();
        await _server.Sessions.EndAsync("session", _time.GetUtcNow().AddDays(3), default);
        _server.Line.HasEnded("session").Should().BeTrue("this server knows it at once");
        Row().EndedUntil.Should().BeNull();
        _server.Faults.Reconnect();
        await _server.PassAsync();
        Row().EndedUntil.Should().Be(_time.GetUtcNow().AddDays(3));
        _server.PendingWrites.IsEmpty.Should().BeTrue();
    }

    [Fact]
    public async Task The_later_of_two_ends_of_a_session_is_told()
    {
        _server.Faults.CutOff();
        await _server.Sessions.EndAsync("session", _time.GetUtcNow().AddDays(3), default);
        await _server.Sessions.EndAsync("session", _time.GetUtcNow().AddDays(1), default);
        _server.Faults.Reconnect();
        await _server.PassAsync();
        Row().EndedUntil.Should().Be(_time.GetUtcNow().AddDays(3));
    }

    [Fact]
    public async Task Tokens_that_could_not_be_told_are_told_with_the_next_pass()
    {
        await CommitInVainAsync(_server, "session");
        (await _server.Sessions.GetStatusAsync("session", default)).NewestGeneration.Should().Be(1, "this server has them");
        await _server.PassAsync();
        (Row().Generation, Text(Row().Record)).Should().Be((1, "ours"));
        _server.PendingWrites.IsEmpty.Should().BeTrue();
        _server.Counted(InDoubt).Should().Be(0);
    }

    /// <summary>G16: a sign-in on another server may continue the session. An end that comes after the tokens would drop them.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Tokens_of_a_session_whose_end_waits_too_are_told_after_the_end(bool atTheStop)
    {
        await CommitInVainAsync(_server, "session");
        _server.Faults.Fail(BackendCall.End);
        await _server.Sessions.EndAsync("session", _time.GetUtcNow().AddDays(3), default);
        await (atTheStop ? _server.Background.StoppedAsync(default) : _server.PassAsync());
        Row().EndedUntil.Should().NotBeNull();
        (Row().Generation, Text(Row().Record)).Should().Be((1, "ours"));
        _server.PendingWrites.IsEmpty.Should().BeTrue();
    }

    [Fact]
    public async Task A_sign_in_is_not_told_later()
    {
        await using var turn = await _server.EnterAsync();
        _server.Faults.Fail(BackendCall.Commit);
        _server.Faults.Fail(BackendCall.Take);
        await turn.Invoking(async it => await it.CommitAsync(Record(1, mustKeep: false), default)).Should().ThrowAsync<Exception>();
        _server.PendingWrites.IsEmpty.Should().BeTrue();
    }

    [Fact]
    public async Task A_session_that_is_in_use_holds_up_no_other()
    {
        await CommitInVainAsync(_server, "used");
        await CommitInVainAsync(_server, "free");
        await using (await _other.EnterAsync("used"))
        {
            await _server.PassAsync();
            _server.PendingWrites.Count.Should().Be(1);
            _shared.With("free", row => row.Generation).Should().Be(1);
        }

        await _server.PassAsync();
        _shared.With("used", row => row.Generation).Should().Be(1);
    }

    [Fact]
    public async Task Tokens_that_another_server_has_gone_on_without_are_dropped_and_counted()
    {
        await CommitInVainAsync(_server, "session");
        await CommitAsync(_other, Record(1, "theirs"));
        await _server.PassAsync();
        Text(Row().Record).Should().Be("theirs");
        _server.PendingWrites.IsEmpty.Should().BeTrue();
        _server.Counted(InDoubt).Should().Be(1);
    }

    [Fact]
    public async Task Tokens_that_had_arrived_all_the_same_are_in_no_doubt()
    {
        await using (var turn = await _server.EnterAsync())
        {
            _server.Faults.LoseAnswer(BackendCall.Commit);
            _server.Faults.Fail(BackendCall.Take);
            await turn.Invoking(async it => await it.CommitAsync(Record(1), default)).Should().ThrowAsync<Exception>();
        }

        await _server.PassAsync();
        _server.PendingWrites.IsEmpty.Should().BeTrue();
        _server.Counted(InDoubt).Should().Be(0);
    }

    [Fact]
    public async Task What_a_backend_has_lost_is_told_again_and_counted()
    {
        await _server.PassAsync();
        await CommitAsync(_server, Record(1));
        await CommitAsync(_server, Record(2));
        await _server.Sessions.EndAsync("another", _time.GetUtcNow().AddDays(3), default);
        _shared.FailOver(forgetting: 2);
        (Row().Generation, _shared.With("another", row => row.EndedUntil)).Should().Be((1, null));

        await _server.PassAsync();
        Row().Generation.Should().Be(2);
        _shared.With("another", row => row.EndedUntil).Should().Be(_time.GetUtcNow().AddDays(3));
        _server.Counted(InDoubt).Should().Be(1);
    }

    [Fact]
    public async Task What_a_backend_has_kept_is_not_counted_after_a_fail_over()
    {
        await _server.PassAsync();
        await CommitAsync(_server, Record(1));
        _shared.FailOver(forgetting: 0);
        await _server.PassAsync();
        _server.PendingWrites.IsEmpty.Should().BeTrue();
        _server.Counted(InDoubt).Should().Be(0);
    }

    /// <summary>The quiet time keeps exchanges back, and not what is told again.</summary>
    [Fact]
    public async Task What_is_told_again_is_there_before_the_quiet_time_is_over()
    {
        await _server.PassAsync();
        await CommitAsync(_server, Record(1));
        _shared.FailOver(forgetting: 1);
        await _other.Invoking(it => it.EnterAsync()).Should().ThrowAsync<Exception>();
        await _server.PassAsync();
        _time.Advance(TimeSpan.FromSeconds(35));
        await using var turn = await _other.EnterAsync();
        turn.NewestGeneration.Should().Be(1);
    }

    [Fact]
    public async Task What_the_backend_has_known_for_two_minutes_is_not_told_again()
    {
        await _server.PassAsync();
        await CommitAsync(_server, Record(1));
        _time.Advance(TimeSpan.FromMinutes(2) + TimeSpan.FromSeconds(1));
        await _server.PassAsync();
        _shared.FailOver(forgetting: 1);
        await _server.PassAsync();
        Row().Generation.Should().Be(0);
    }

    /// <summary>Nobody was answered meanwhile, so nothing proves that the new one knows it.</summary>
    [Fact]
    public async Task After_a_fail_over_that_took_an_hour_the_last_writes_are_told_again()
    {
        await _server.PassAsync();
        await CommitAsync(_server, Record(1));
        _time.Advance(TimeSpan.FromHours(1));
        _shared.FailOver(forgetting: 1);
        await _server.PassAsync();
        Row().Generation.Should().Be(1);
    }

    [Fact]
    public async Task What_is_still_to_be_told_is_told_when_the_application_stops()
    {
        await CommitInVainAsync(_server, "session");
        await _server.Background.StoppedAsync(default);
        Row().Generation.Should().Be(1);
    }

    private static async Task CommitAsync(SharedServer server, Auth0.AspNetCore.Mrrt.Coordination.SessionRecord record)
    {
        await using var turn = await server.EnterAsync();
        (await turn.CommitAsync(record, default)).Should().BeTrue();
    }

    private static async Task CommitInVainAsync(SharedServer server, string sessionId)
    {
        await using var turn = await server.EnterAsync(sessionId);
        server.Faults.Fail(BackendCall.Commit);
        server.Faults.Fail(BackendCall.Take);
        await turn.Invoking(async it => await it.CommitAsync(Record(1), default)).Should().ThrowAsync<Exception>();
    }

    private MemoryRow Row() => _shared.With("session", row => row);
}

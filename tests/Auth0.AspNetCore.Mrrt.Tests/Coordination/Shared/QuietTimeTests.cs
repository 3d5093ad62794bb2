using Auth0.AspNetCore.Mrrt.Coordination;
using Auth0.AspNetCore.Mrrt.Tests.Support;
using static Auth0.AspNetCore.Mrrt.Tests.Support.SharedRecords;

namespace Auth0.AspNetCore.Mrrt.Tests.Coordination.Shared;

/// <summary>After a restart of the backend exchanges wait until those from before must be over.</summary>
public sealed class QuietTimeTests : IDisposable
{
    private readonly ManualTimeProvider _time = new();
    private readonly MemoryBackend _shared;
    private readonly SharedServer _server;

    public QuietTimeTests()
    {
        _shared = new MemoryBackend(_time);
        _server = new SharedServer(_shared, _time);
    }

    public void Dispose() => _server.Dispose();

    [Fact]
    public async Task A_backend_in_which_nobody_can_have_held_a_lock_is_not_quiet() =>
        await (await _server.EnterAsync()).DisposeAsync();

    [Fact]
    public async Task A_turn_is_refused_with_the_time_that_is_left_and_the_cause()
    {
        _shared.Restart();
        _time.Advance(TimeSpan.FromSeconds(20));
        var refused = (await _server.Invoking(it => it.EnterAsync()).Should().ThrowAsync<SessionCoordinationException>()).Which;
        refused.RetryAfter.Should().Be(TimeSpan.FromSeconds(15));
        refused.Message.Should().Contain("The memory of the test started 20 s ago. No exchange begins for another 15 s");
        _server.Logs.Lines.Should().ContainSingle(line => line.Contains("[904]", StringComparison.Ordinal))
            .Which.Should().Contain("15 seconds");
        (await _server.Sessions.CheckAsync(default)).QuietFor.Should().Be(TimeSpan.FromSeconds(15));
        _shared.With("session", row => row.Holder).Should().BeNull("the lock is given up");
        _server.Sessions.Peek("session").QueueLength.Should().Be(0);

        _time.Advance(TimeSpan.FromSeconds(15));
        await (await _server.EnterAsync()).DisposeAsync();
    }

    [Fact]
    public async Task A_commit_is_not_held_back()
    {
        await using var turn = await _server.EnterAsync();
        _shared.Restart();
        (await turn.CommitAsync(Record(1), default)).Should().BeTrue();
        await turn.Invoking(async it => await it.ReloadAsync(default)).Should().ThrowAsync<SessionCoordinationException>();
    }

    [Fact]
    public async Task What_the_lock_shows_is_learned_all_the_same()
    {
        _shared.With("session", row => row.EndedUntil = _time.GetUtcNow().AddDays(1));
        _shared.Restart();
        await _server.Invoking(it => it.EnterAsync()).Should().ThrowAsync<SessionCoordinationException>();
        _server.Sessions.HasEnded("session").Should().BeTrue();
    }
}

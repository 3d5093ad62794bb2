using Auth0.AspNetCore.Mrrt.Coordination;
using Auth0.AspNetCore.Mrrt.Coordination.Shared;
using Auth0.AspNetCore.Mrrt.Tests.Support;
using Microsoft.Extensions.Logging.Abstractions;
using Moq;

namespace Auth0.AspNetCore.Mrrt.Tests.Coordination.Shared;

/// <summary>How a server hears of the sessions that ended on others.</summary>
public sealed class EndsPollingTests
{
    private readonly ManualTimeProvider _time = new();
    private readonly Mock<ISessionBackend> _backend = new(MockBehavior.Strict);
    private readonly InProcessSessionCoordinator _line;
    private readonly EndsPolling _polling;

    public EndsPollingTests()
    {
        _line = new InProcessSessionCoordinator(_time, NullLogger<InProcessSessionCoordinator>.Instance);
        _polling = new EndsPolling(_backend.Object, _line, new RecentWrites(_time), new PendingWrites());
    }

    [Fact]
    public async Task It_asks_page_after_page_until_the_list_is_complete()
    {
        Answer(null, "1", isComplete: false, "a");
        Answer("1", "2", isComplete: false, "b");
        Answer("2", "3", isComplete: true, "c");
        await _polling.HearAsync(default);
        new[] { "a", "b", "c" }.Should().OnlyContain(id => _line.HasEnded(id));
        _polling.HasMissedSome.Should().BeFalse();

        Answer("3", "4", isComplete: true, "d");
        await _polling.HearAsync(default);
        _line.HasEnded("d").Should().BeTrue("the next time begins where the list ended");
    }

    [Fact]
    public async Task A_list_that_is_cut_off_means_that_an_end_may_be_unknown()
    {
        Answer(null, "1", isComplete: false, "a");
        Answer("1", "1", isComplete: false, "b");
        await _polling.HearAsync(default);
        _polling.HasMissedSome.Should().BeTrue();
        _line.HasEnded("b").Should().BeTrue();

        await _polling.HearAsync(default);
        _polling.HasMissedSome.Should().BeTrue("the list goes nowhere");
        Answer("1", "2", isComplete: true, "c");
        await _polling.HearAsync(default);
        _polling.HasMissedSome.Should().BeFalse("now every end is known");
    }

    [Fact]
    public async Task Before_the_first_list_is_complete_no_end_is_known_for_sure()
    {
        _polling.HasHeardAll.Should().BeFalse();
        Answer(null, "1", isComplete: false, "a");
        _backend.Setup(it => it.EndedSinceAsync("1", default)).Throws(new SessionBackendException("down", isOutOfReach: true));
        await _polling.Invoking(it => it.HearAsync(default)).Should().ThrowAsync<SessionBackendException>();
        (_polling.HasHeardAll, _polling.HasMissedSome).Should().Be((false, false));
        Answer("1", "2", isComplete: true, "b");
        await _polling.HearAsync(default);
        _polling.HasHeardAll.Should().BeTrue();
        _backend.Setup(it => it.EndedSinceAsync("2", default)).Throws(new SessionBackendException("down", isOutOfReach: true));
        await _polling.Invoking(it => it.HearAsync(default)).Should().ThrowAsync<SessionBackendException>();
        _polling.HasHeardAll.Should().BeTrue("the next list goes on");
    }

    [Fact]
    public async Task A_failure_changes_no_position()
    {
        Answer(null, "1", isComplete: true);
        await _polling.HearAsync(default);
        _backend.Setup(it => it.EndedSinceAsync("1", default)).Throws(new SessionBackendException("down", isOutOfReach: true));
        await _polling.Invoking(it => it.HearAsync(default)).Should().ThrowAsync<SessionBackendException>();

        Answer("1", "2", isComplete: true, "a");
        await _polling.HearAsync(default);
        _line.HasEnded("a").Should().BeTrue();
    }

    [Fact]
    public async Task An_end_is_remembered_for_as_long_as_the_backend_says()
    {
        Answer(null, "1", isComplete: true, "a");
        await _polling.HearAsync(default);
        _time.Advance(TimeSpan.FromDays(1));
        _line.HasEnded("a").Should().BeFalse();
    }

    private void Answer(string? position, string next, bool isComplete, params string[] ended)
    {
        var until = _time.GetUtcNow() + TimeSpan.FromDays(1);
        _backend.Setup(it => it.EndedSinceAsync(position, default)).Returns(new ValueTask<EndedSessions>(
            new EndedSessions(next, [.. ended.Select(id => new EndedSession(id, until))]) { IsComplete = isComplete }));
    }
}

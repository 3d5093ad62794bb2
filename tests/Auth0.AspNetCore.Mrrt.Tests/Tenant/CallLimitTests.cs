using Auth0.AspNetCore.Mrrt.Tenant;
using Auth0.AspNetCore.Mrrt.Tests.Support;
using Moq;

namespace Auth0.AspNetCore.Mrrt.Tests.Tenant;

/// <summary>The time limit of a call, its last moment counted from when the process notices.</summary>
public sealed class CallLimitTests
{
    private readonly ManualTimeProvider _time = new();
    private readonly Mock<ITimer> _timer = new();

    /// <summary>The last moment is a second, or half of a limit that is shorter than two.</summary>
    [Theory]
    [InlineData(30_000, 29_000)]
    [InlineData(2_000, 1_000)]
    [InlineData(1_000, 500)]
    public void A_call_is_over_at_its_limit_and_not_before(int limit, int lastMoment)
    {
        using var call = Limit(limit);
        Advance(lastMoment);
        call.Token.IsCancellationRequested.Should().BeFalse();
        Advance(limit - lastMoment - 1);
        call.Token.IsCancellationRequested.Should().BeFalse();
        Advance(1);
        call.Token.IsCancellationRequested.Should().BeTrue();
    }

    [Theory]
    [InlineData(30_000, 1_000)]
    [InlineData(1_000, 500)]
    public void A_process_that_stood_still_has_the_last_moment_when_it_wakes(int limit, int lastMoment)
    {
        using var call = Limit(limit);
        Advance(3_600_000);
        call.Token.IsCancellationRequested.Should().BeFalse("the answer may be waiting unread");
        Advance(lastMoment - 1);
        call.Token.IsCancellationRequested.Should().BeFalse();
        Advance(1);
        call.Token.IsCancellationRequested.Should().BeTrue();
    }

    [Fact]
    public void A_call_that_has_ended_leaves_no_timer_and_no_token_behind()
    {
        var call = new CallLimit(TimeSpan.FromSeconds(30), TimeOf(_timer).Object);
        call.Dispose();
        _timer.Verify(timer => timer.Dispose(), Times.Once);
        call.Invoking(it => it.Token).Should().Throw<ObjectDisposedException>();
    }

    /// <summary>A timer's callback may be under way while it is disposed of.</summary>
    [Fact]
    public void A_timer_that_fires_when_the_call_has_ended_is_not_started_again()
    {
        var time = TimeOf(_timer);
        new CallLimit(TimeSpan.FromSeconds(30), time.Object).Dispose();
        var created = time.Invocations[0].Arguments;
        ((TimerCallback)created[0]!).Invoke(created[1]);
        _timer.Verify(timer => timer.Change(It.IsAny<TimeSpan>(), It.IsAny<TimeSpan>()), Times.Once);
    }

    /// <summary>A clock that hands out one timer, which does nothing by itself.</summary>
    private static Mock<TimeProvider> TimeOf(Mock<ITimer> timer)
    {
        var time = new Mock<TimeProvider>();
        time.Setup(it => it.CreateTimer(
            It.IsAny<TimerCallback>(), It.IsAny<object?>(), It.IsAny<TimeSpan>(), It.IsAny<TimeSpan>())).Returns(timer.Object);
        return time;
    }

    private CallLimit Limit(int milliseconds) => new(TimeSpan.FromMilliseconds(milliseconds), _time);

    private void Advance(int milliseconds) => _time.Advance(TimeSpan.FromMilliseconds(milliseconds));

    /// <summary>What is cut off right after it was sent may have used the refresh token.</summary>
    [Theory]
    [InlineData(30_000, 2001, true)]
    [InlineData(30_000, 2000, false)]
    [InlineData(30_000, 0, false)]
    [InlineData(5000, 501, true)]
    [InlineData(5000, 500, false)]
    public void A_call_begins_only_with_enough_time(int limit, int left, bool isEnough) =>
        CallLimit.IsEnough(TimeSpan.FromMilliseconds(left), TimeSpan.FromMilliseconds(limit)).Should().Be(isEnough);
}

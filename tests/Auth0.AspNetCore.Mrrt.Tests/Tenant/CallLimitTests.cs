using Auth0.AspNetCore.Mrrt.Tenant;
using Auth0.AspNetCore.Mrrt.Tests.Support;

namespace Auth0.AspNetCore.Mrrt.Tests.Tenant;

/// <summary>The time limit of a call, its last moment counted from when the process notices.</summary>
public sealed class CallLimitTests
{
    private readonly ManualTimeProvider _time = new();

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
        var time = new LateTime();
        var call = new CallLimit(TimeSpan.FromSeconds(30), time);
        call.Dispose();
        time.Disposed.Should().BeTrue();
        call.Invoking(it => it.Token).Should().Throw<ObjectDisposedException>();
    }

    /// <summary>A timer's callback may be under way while it is disposed of.</summary>
    [Fact]
    public void A_timer_that_fires_when_the_call_has_ended_is_not_started_again()
    {
        var time = new LateTime();
        new CallLimit(TimeSpan.FromSeconds(30), time).Dispose();
        time.Fire();
        time.Starts.Should().Be(1);
    }

    private CallLimit Limit(int milliseconds) => new(TimeSpan.FromMilliseconds(milliseconds), _time);

    private void Advance(int milliseconds) => _time.Advance(TimeSpan.FromMilliseconds(milliseconds));

    /// <summary>A clock whose only timer fires when the test says so, disposed of or not.</summary>
    private sealed class LateTime : TimeProvider, ITimer
    {
        private Action _callback = () => { };

        public int Starts { get; private set; }

        public bool Disposed { get; private set; }

        public void Fire() => _callback();

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            _callback = () => callback(state);
            return this;
        }

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            Starts++;
            return true;
        }

        public void Dispose() => Disposed = true;

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}

using Auth0.AspNetCore.Mrrt.Coordination;
using Auth0.AspNetCore.Mrrt.Coordination.Shared;
using Auth0.AspNetCore.Mrrt.Tests.Support;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Auth0.AspNetCore.Mrrt.Tests.Coordination.Shared;

/// <summary>What a health check is told of the backend, without asking it.</summary>
public sealed class SharedHealthTests
{
    private readonly ManualTimeProvider _time = new();
    private readonly PendingWrites _pending = new();
    private readonly MemoryBackend _backend = new();
    private readonly SharedHealth _health;

    public SharedHealthTests()
    {
        var line = new InProcessSessionCoordinator(_time, NullLogger<InProcessSessionCoordinator>.Instance);
        _health = new SharedHealth(
            _backend, _pending, new EndsPolling(_backend, line, new RecentWrites(_time), _pending), Options.Create(new SharedSessionOptions()), _time);
    }

    [Fact]
    public void A_backend_that_answers_is_healthy() => _health.Check().Should().Be(CoordinationHealth.Healthy);

    [Fact]
    public void A_failure_counts_until_the_next_answer()
    {
        _health.Failed("53300", isOutOfReach: true);
        _health.Check().IsReachable.Should().BeFalse();
        _health.Check().Problem.Should().Contain("the memory of the test").And.Contain("53300");
        _health.Answered();
        _health.Check().Should().Be(CoordinationHealth.Healthy);
    }

    [Fact]
    public void A_backend_that_has_not_answered_for_long_is_out_of_reach()
    {
        _time.Advance(TimeSpan.FromSeconds(10));
        _health.Check().IsReachable.Should().BeTrue();
        _time.Advance(TimeSpan.FromSeconds(1));
        _health.Check().IsReachable.Should().BeFalse();
    }

    [Fact]
    public void What_the_driver_knows_to_be_wrong_is_shown_while_the_backend_answers()
    {
        _backend.Problem = "A setting may lose sessions.";
        _health.Check().Should().Be(CoordinationHealth.Healthy with
        {
            MayLoseSessions = true,
            Problem = "A setting may lose sessions.",
        });
        _health.Failed("53300", isOutOfReach: true);
        _health.Check().Problem.Should().Contain("53300");
    }

    [Fact]
    public void The_quiet_time_passes()
    {
        _health.Quiet(TimeSpan.FromSeconds(5));
        _time.Advance(TimeSpan.FromSeconds(3));
        _health.Check().QuietFor.Should().Be(TimeSpan.FromSeconds(2));
        _time.Advance(TimeSpan.FromSeconds(2));
        _health.Check().QuietFor.Should().BeNull();
    }

    [Fact]
    public void What_has_still_to_be_told_is_counted()
    {
        _pending.Ended("a", _time.GetUtcNow());
        _health.Check().PendingWrites.Should().Be(1);
    }
}

using Auth0.AspNetCore.Mrrt.Coordination;
using Auth0.AspNetCore.Mrrt.Tests.Support;
using Microsoft.Extensions.Logging.Abstractions;

namespace Auth0.AspNetCore.Mrrt.Tests.Coordination;

/// <summary>A machine's clock may be wrong for a while. When it is right again, cookies are valid again that seemed to have
/// expired.</summary>
public sealed class ClockJumpTests
{
    private static readonly TimeSpan Far = TimeSpan.FromDays(400);

    private readonly JumpingClock _time = new();
    private readonly InProcessSessionCoordinator _coordinator;
    private readonly InMemorySessionStore _store;

    public ClockJumpTests()
    {
        _coordinator = new InProcessSessionCoordinator(_time, NullLogger<InProcessSessionCoordinator>.Instance);
        _store = new InMemorySessionStore(_coordinator, _time);
    }

    [Fact]
    public async Task A_clock_that_is_ahead_for_a_while_makes_nothing_forgotten()
    {
        await CommitAsync("lives");
        await CommitAsync("not used meanwhile");
        await _coordinator.EndAsync("ended", _time.GetUtcNow().AddDays(1), default);
        await _store.CreateAsync("stored", new byte[] { 1 }, _time.GetUtcNow().AddDays(1), default);

        _time.Jump(Far);
        _time.Advance(TimeSpan.FromMinutes(2));
        await (await _coordinator.EnterAsync("lives", default)).DisposeAsync();
        await _store.CreateAsync("another", new byte[] { 1 }, null, default);
        _coordinator.HasEnded("ended").Should().BeFalse("by this clock its cookies have expired");
        _time.Jump(-Far);

        _coordinator.HasEnded("ended").Should().BeTrue();
        _coordinator.Peek("lives").Newest.Should().NotBeNull();
        _coordinator.Peek("not used meanwhile").Newest.Should().NotBeNull();
        (await _store.ReadAsync("stored", default)).Should().NotBeNull();
    }

    [Fact]
    public async Task A_clock_that_was_ahead_at_the_start_does_not_keep_memory_from_being_cleared()
    {
        await CommitAsync("before");
        _time.Jump(-Far);
        await _coordinator.EndAsync("ended", _time.GetUtcNow().AddDays(1), default);
        await CommitAsync("after");
        _time.Advance(TimeSpan.FromDays(2));
        await (await _coordinator.EnterAsync("another", default)).DisposeAsync();
        (_coordinator.EndsRemembered, _coordinator.Count, _coordinator.GenerationsRemembered).Should().Be((0, 1, 1));
    }

    [Fact]
    public async Task What_has_expired_by_the_clock_is_forgotten_when_as_much_time_has_passed()
    {
        await _coordinator.EndAsync("ended", _time.GetUtcNow().AddDays(1), default);
        _time.Jump(Far);
        _time.Advance(TimeSpan.FromDays(1) - TimeSpan.FromMinutes(2));
        await SweepAsync();
        _coordinator.EndsRemembered.Should().Be(1);
        _time.Advance(TimeSpan.FromMinutes(2));
        await SweepAsync();
        _coordinator.EndsRemembered.Should().Be(0);
    }

    private async Task SweepAsync() => await (await _coordinator.EnterAsync("another", default)).DisposeAsync();

    private async Task CommitAsync(string session)
    {
        await using var turn = await _coordinator.EnterAsync(session, default);
        await turn.CommitAsync(new SessionRecord(1, [1]) { KeepUntil = _time.GetUtcNow().AddDays(1) }, default);
    }
}

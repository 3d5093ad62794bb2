using Auth0.AspNetCore.Mrrt.Coordination;
using Auth0.AspNetCore.Mrrt.Tests.Support;

namespace Auth0.AspNetCore.Mrrt.Tests.Coordination;

/// <summary>What this one does beyond the contract: what it forgets, and when.</summary>
public sealed class InProcessSessionCoordinatorTests
{
    private readonly ManualTimeProvider _time = new();
    private readonly InProcessSessionCoordinator _coordinator;

    public InProcessSessionCoordinatorTests() => _coordinator = new InProcessSessionCoordinator(_time, Microsoft.Extensions.Logging.Abstractions.NullLogger<InProcessSessionCoordinator>.Instance);

    [Fact]
    public async Task A_session_that_nobody_waits_for_and_that_left_nothing_behind_costs_nothing()
    {
        await (await EnterAsync("a")).DisposeAsync();
        _coordinator.Count.Should().Be(0);
    }

    [Fact]
    public async Task What_the_browser_has_caught_up_with_is_forgotten_after_the_grace()
    {
        await CommitAsync("a", Record(1));
        _coordinator.CaughtUp("a", 1);
        _time.Advance(InProcessSessionCoordinator.Grace - TimeSpan.FromSeconds(1));
        _coordinator.Peek("a").Newest.Should().NotBeNull("a late request may still be under way");

        _time.Advance(TimeSpan.FromSeconds(1));
        _coordinator.Peek("a").Newest.Should().BeNull();
        _coordinator.Peek("a").NewestGeneration.Should().Be(1, "an older one must still not be spent");

        _time.Advance(InProcessSessionCoordinator.GenerationLifetime);
        await SweepAsync();
        _coordinator.Count.Should().Be(0);
    }

    [Fact]
    public async Task An_end_is_remembered_until_the_last_copy_of_the_ticket_expires()
    {
        await _coordinator.EndAsync("a", _time.GetUtcNow() + TimeSpan.FromDays(3), default);
        _time.Advance(TimeSpan.FromDays(3) - TimeSpan.FromSeconds(1));
        _coordinator.Peek("a").Ended.Should().BeTrue();
        _time.Advance(TimeSpan.FromSeconds(1));
        _coordinator.Peek("a").Ended.Should().BeFalse();
    }

    [Fact]
    public async Task An_older_generation_is_not_committed_over_a_newer_one_that_is_no_longer_remembered()
    {
        await CommitAsync("a", Record(5));
        _coordinator.CaughtUp("a", 5);
        _time.Advance(InProcessSessionCoordinator.Grace);
        await using var turn = await EnterAsync("a");
        turn.Newest.Should().BeNull();
        turn.NewestGeneration.Should().Be(5);
        (await turn.CommitAsync(Record(5), default)).Should().BeFalse();
        (await turn.CommitAsync(Record(6), default)).Should().BeTrue();
    }

    [Fact]
    public async Task A_browser_that_sends_an_older_generation_has_not_caught_up()
    {
        await CommitAsync("a", Record(3));
        _coordinator.CaughtUp("a", 2);
        _time.Advance(InProcessSessionCoordinator.Grace * 2);
        _coordinator.Peek("a").Newest!.Generation.Should().Be(3);
    }

    [Fact]
    public async Task Nothing_is_remembered_for_ever()
    {
        await CommitAsync("a", Record(1));
        await _coordinator.EndAsync("b", null, default);
        _time.Advance(InProcessSessionCoordinator.RecordLifetime);
        await SweepAsync();
        _coordinator.Count.Should().Be(0);
    }

    [Fact]
    public async Task A_thousand_callers_at_once_never_share_a_turn()
    {
        var inside = 0;
        var most = 0;
        await Parallel.ForAsync(0, 1000, async (_, _) =>
        {
            await using var turn = await EnterAsync("a");
            most = Math.Max(most, Interlocked.Increment(ref inside));
            await Task.Yield();
            Interlocked.Decrement(ref inside);
        });
        most.Should().Be(1);
        _coordinator.Count.Should().Be(0);
    }

    private static SessionRecord Record(long generation) => new(generation, [1, 2, 3]);

    private Task<ISessionTurn> EnterAsync(string session) => _coordinator.EnterAsync(session, default).AsTask();

    private async Task CommitAsync(string session, SessionRecord record)
    {
        await using var turn = await EnterAsync(session);
        await turn.CommitAsync(record, default);
    }

    private async Task SweepAsync()
    {
        _time.Advance(TimeSpan.FromMinutes(1));
        await (await EnterAsync("another")).DisposeAsync();
    }
}

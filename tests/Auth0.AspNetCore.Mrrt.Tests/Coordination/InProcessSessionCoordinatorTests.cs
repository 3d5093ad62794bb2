using Auth0.AspNetCore.Mrrt.Coordination;
using Auth0.AspNetCore.Mrrt.Tests.Support;
using Microsoft.Extensions.Logging;

namespace Auth0.AspNetCore.Mrrt.Tests.Coordination;

/// <summary>What this one does beyond the contract: what it forgets, and when.</summary>
public sealed class InProcessSessionCoordinatorTests : IDisposable
{
    private readonly ManualTimeProvider _time = new();
    private readonly RecordedLogs _logs = new();
    private readonly InProcessSessionCoordinator _coordinator;

    public InProcessSessionCoordinatorTests() => _coordinator = new InProcessSessionCoordinator(
        _time,
        LoggerFactory.Create(logging => logging.AddProvider(_logs)).CreateLogger<InProcessSessionCoordinator>());

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
        _coordinator.Acknowledge("a", 1);
        _time.Advance(InProcessSessionCoordinator.Grace - TimeSpan.FromSeconds(1));
        _coordinator.Peek("a").Newest.Should().NotBeNull("a late request may still be under way");

        _time.Advance(TimeSpan.FromSeconds(1));
        _coordinator.Peek("a").Newest.Should().BeNull();
        _coordinator.Peek("a").NewestGeneration.Should().Be(1, "an older one must still not be spent");

        await SweepAsync();
        _coordinator.Count.Should().Be(0, "the number alone is kept apart");
        _time.Advance(InProcessSessionCoordinator.RecordLifetime - InProcessSessionCoordinator.Grace - TimeSpan.FromMinutes(2));
        _coordinator.Peek("a").NewestGeneration.Should().Be(1);
        _time.Advance(TimeSpan.FromMinutes(1));
        await SweepAsync();
        _coordinator.Peek("a").NewestGeneration.Should().Be(0);
        _coordinator.GenerationsRemembered.Should().Be(0);
    }

    /// <summary>G8: a sign-in within the session may make a cookie that lasts longer than the one that the sign-out came with.</summary>
    [Fact]
    public async Task An_end_is_remembered_as_long_as_the_last_cookie_of_any_generation_lasts()
    {
        await CommitAsync("a", Record(1, keptFor: TimeSpan.FromDays(30)));
        await _coordinator.EndAsync("a", _time.GetUtcNow() + TimeSpan.FromDays(14), default);
        _time.Advance(TimeSpan.FromDays(29));
        await SweepAsync();
        _coordinator.HasEnded("a").Should().BeTrue();
        _time.Advance(TimeSpan.FromDays(1));
        _coordinator.HasEnded("a").Should().BeFalse();
    }

    /// <summary>S10.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_generation_is_remembered_until_the_last_older_cookie_expires(bool caughtUp)
    {
        await CommitAsync("a", Record(2, keptFor: TimeSpan.FromDays(60)));
        if (caughtUp)
        {
            _coordinator.Acknowledge("a", 2);
        }

        _time.Advance(TimeSpan.FromDays(60) - TimeSpan.FromMinutes(3));
        await SweepAsync();
        _coordinator.Peek("a").NewestGeneration.Should().Be(2);
        _coordinator.Peek("a").Newest?.Generation.Should().Be(caughtUp ? null : 2);
        await using (var turn = await EnterAsync("a"))
        {
            turn.NewestGeneration.Should().Be(2);
            (await turn.CommitAsync(Record(2), default)).Should().BeFalse();
        }

        _time.Advance(TimeSpan.FromMinutes(3));
        await SweepAsync();
        _coordinator.Peek("a").Should().Be(default(SessionStatus));
        (_coordinator.Count + _coordinator.GenerationsRemembered).Should().Be(0);
    }

    /// <summary>Two cookies of one session may have lives of different lengths.</summary>
    [Fact]
    public async Task A_later_exchange_does_not_shorten_what_an_earlier_one_said()
    {
        await CommitAsync("a", Record(1, keptFor: TimeSpan.FromDays(60)));
        await CommitAsync("a", Record(2, keptFor: TimeSpan.FromDays(1)));
        _time.Advance(TimeSpan.FromDays(59));
        _coordinator.Peek("a").Newest!.Generation.Should().Be(2);
    }

    [Fact]
    public async Task Of_too_many_numbers_those_whose_last_cookie_expires_first_are_forgotten_and_that_is_said()
    {
        for (var i = 0; i <= GenerationNumbers.Most; i++)
        {
            await CommitAsync($"lives-{i}", Record(1, keptFor: TimeSpan.FromDays(1) + TimeSpan.FromMilliseconds(i)));
        }

        await SweepAsync();
        _coordinator.GenerationsRemembered.Should().BeLessThanOrEqualTo(GenerationNumbers.Most);
        _coordinator.Peek("lives-0").NewestGeneration.Should().Be(0);
        _coordinator.Peek($"lives-{GenerationNumbers.Most}").NewestGeneration.Should().Be(1);
        _logs.Lines.Should().ContainSingle(line =>
            line.StartsWith("Error", StringComparison.Ordinal) && line.Contains("[503]", StringComparison.Ordinal));
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
        _coordinator.Acknowledge("a", 5);
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
        _coordinator.Acknowledge("a", 2);
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

    /// <summary>K1: ends have a memory of their own.</summary>
    [Fact]
    public async Task A_flood_of_sign_outs_pushes_out_no_record_and_undoes_no_sign_out()
    {
        await CommitAsync("lives", Record(1));
        await _coordinator.EndAsync("ended", _time.GetUtcNow() + TimeSpan.FromHours(1), default);
        for (var i = 0; i < 2 * InProcessSessionCoordinator.MaxRememberedSessions; i++)
        {
            await _coordinator.EndAsync($"flood-{i}", _time.GetUtcNow() + TimeSpan.FromDays(14), default);
        }

        await SweepAsync();
        _coordinator.Peek("lives").Newest.Should().NotBeNull();
        _coordinator.HasEnded("ended").Should().BeTrue();
        _coordinator.MayHaveForgotten("ended").Should().BeFalse();
        _logs.Lines.Should().BeEmpty();
    }

    /// <summary>A coordinator of several servers says so, when a list of ends was cut off.</summary>
    [Fact]
    public void Until_the_last_cookie_of_ends_that_were_not_heard_of_expires_any_end_may_be_missing()
    {
        _coordinator.ForgotEnds(_time.GetUtcNow() + TimeSpan.FromDays(14));
        _coordinator.MayHaveForgotten("any").Should().BeTrue();
        _time.Advance(TimeSpan.FromDays(14));
        _coordinator.MayHaveForgotten("any").Should().BeFalse();
    }

    [Fact]
    public async Task Of_too_many_records_those_whose_memory_ends_first_are_forgotten_and_their_numbers_stay()
    {
        await _coordinator.EndAsync("ended", _time.GetUtcNow() + TimeSpan.FromHours(1), default);
        for (var i = 0; i < InProcessSessionCoordinator.MaxRememberedSessions + 10; i++)
        {
            await CommitAsync($"lives-{i}", Record(1, keptFor: TimeSpan.FromDays(1) + TimeSpan.FromMilliseconds(i)));
        }

        await SweepAsync();
        _coordinator.Count.Should().Be(InProcessSessionCoordinator.MaxRememberedSessions);
        _logs.Lines.Should().ContainSingle().Which.Should().Contain("[501] The newest tokens of 10 sessions");
        _coordinator.Peek("lives-9").Newest.Should().BeNull();
        _coordinator.Peek("lives-10").Newest.Should().NotBeNull();
        _coordinator.Peek("lives-9").NewestGeneration.Should().Be(1, "an older cookie must not spend what it brings (S10)");
        _coordinator.HasEnded("ended").Should().BeTrue();
    }

    [Fact]
    public async Task Records_that_are_too_large_together_are_forgotten_at_once()
    {
        var large = new byte[1 << 20];
        for (var i = 0; i < 400; i++)
        {
            await CommitAsync($"large-{i}", new SessionRecord(1, large));
            _time.Advance(TimeSpan.FromMilliseconds(50));
        }

        _coordinator.Count.Should().BeInRange(200, 330, "256 MB, and a quarter more until the next minute");
        _coordinator.Peek("large-0").Newest.Should().BeNull();
        _coordinator.Peek("large-399").Newest.Should().NotBeNull();
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

    public void Dispose() => _logs.Dispose();

    private SessionRecord Record(long generation, TimeSpan? keptFor = null) =>
        new(generation, [1, 2, 3]) { KeepUntil = _time.GetUtcNow() + keptFor };

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

using Auth0.AspNetCore.Mrrt.Coordination;

namespace Auth0.AspNetCore.Mrrt.Tests.Coordination;

public sealed class SingleFlightTests
{
    private readonly SingleFlight<string, int> _flights = new(new InFlightWork(), mostCallers: 20);
    private readonly TaskCompletionSource _gate = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _started;

    [Fact]
    public async Task Callers_with_the_same_key_share_one_flight()
    {
        var callers = Enumerable.Range(0, 20).Select(_ => JoinAsync("a")).ToArray();
        _gate.SetResult();
        (await Task.WhenAll(callers)).Should().AllBeEquivalentTo(1);
        _started.Should().Be(1);
    }

    [Fact]
    public async Task One_of_the_callers_that_share_a_flight_claims_what_is_done_once()
    {
        var callers = Enumerable.Range(0, 20).Select(_ => ClaimAsync()).ToArray();
        _gate.SetResult();
        (await Task.WhenAll(callers)).Should().ContainSingle(claimed => claimed);
        (await ClaimAsync()).Should().BeTrue("the next flight has its own claim");

        async Task<bool> ClaimAsync() => (await _flights.TryJoinAsync("a", WorkAsync, default)!).Flight.TryClaim();
    }

    [Fact]
    public async Task Callers_with_other_keys_fly_apart()
    {
        _gate.SetResult();
        await JoinAsync("a");
        await JoinAsync("b");
        _started.Should().Be(2);
    }

    [Fact]
    public async Task Who_asks_again_after_the_result_gets_a_new_flight()
    {
        _gate.SetResult();
        for (var i = 1; i <= 200; i++)
        {
            (await JoinAsync("a")).Should().Be(i);
        }

        _flights.Count.Should().Be(0);
    }

    [Fact]
    public async Task A_failure_reaches_everybody_and_is_not_kept()
    {
        var failing = _flights.TryJoinAsync("a", _ => throw new InvalidOperationException("no"), default)!;
        await failing.Invoking(flight => flight).Should().ThrowAsync<InvalidOperationException>();
        _flights.Count.Should().Be(0);
        _gate.SetResult();
        (await JoinAsync("a")).Should().Be(1);
    }

    [Fact]
    public async Task The_first_callers_request_does_not_travel_along()
    {
        var ambient = new AsyncLocal<string?> { Value = "the first request" };
        var seen = "";
        await _flights.TryJoinAsync("a", _ =>
        {
            seen = ambient.Value;
            return Task.FromResult(0);
        }, default)!;
        seen.Should().BeNull();
    }

    [Fact]
    public async Task One_caller_too_many_does_not_wait()
    {
        var callers = Enumerable.Range(0, 20).Select(_ => JoinAsync("a")).ToArray();
        _flights.TryJoinAsync("a", WorkAsync, default).Should().BeNull();
        using var impatience = new CancellationTokenSource();
        var other = _flights.TryJoinAsync("b", WorkAsync, impatience.Token);
        other.Should().NotBeNull("each piece of work has callers of its own");
        _gate.SetResult();
        await Task.WhenAll(callers);
    }

    /// <summary>Nothing has happened yet: nobody needs the result.</summary>
    [Fact]
    public async Task Work_that_every_caller_has_left_before_it_began_gives_up_its_place()
    {
        using var impatience = new CancellationTokenSource();
        Flight? seen = null;
        var arrived = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        async Task<int> Join(CancellationToken caller) => (await _flights.TryJoinAsync("a", async flight =>
        {
            seen = flight;
            var working = WorkAsync(flight);
            arrived.TrySetResult();
            return await working;
        }, caller)!).Result;
        var one = Join(impatience.Token);
        var two = Join(impatience.Token);
        await arrived.Task;
        var first = seen!;
        await impatience.CancelAsync();
        await one.Invoking(caller => caller).Should().ThrowAsync<OperationCanceledException>();
        await two.Invoking(caller => caller).Should().ThrowAsync<OperationCanceledException>();

        first.Abandoned.IsCancellationRequested.Should().BeTrue();
        first.TryBegin().Should().BeFalse();
        _flights.Count.Should().Be(0);
        var late = Join(default);
        _gate.SetResult();
        (await late).Should().Be(2, "a late caller has work of its own");
    }

    /// <summary>G10.</summary>
    [Fact]
    public async Task Work_that_has_begun_goes_on_when_every_caller_has_left()
    {
        var seen = await BeginAndLeaveAsync();
        seen.Abandoned.IsCancellationRequested.Should().BeFalse();
        var late = JoinAsync("a");
        seen.TryBegin().Should().BeTrue();
        _gate.SetResult();
        (await late).Should().Be(1, "a late caller gets the same result");
    }

    /// <summary>The work that gives up takes no more callers.</summary>
    [Fact]
    public async Task A_caller_that_comes_after_the_work_has_given_up_gets_work_of_its_own()
    {
        var seen = await BeginAndLeaveAsync();
        seen.TryBegin().Should().BeFalse("a further step has no reason");
        var late = JoinAsync("a");
        _gate.SetResult();
        (await late).Should().Be(2);
    }

    /// <summary>The only caller leaves after the work has begun.</summary>
    private async Task<Flight> BeginAndLeaveAsync()
    {
        using var impatience = new CancellationTokenSource();
        Flight? seen = null;
        var begun = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var caller = _flights.TryJoinAsync("a", async flight =>
        {
            seen = flight;
            flight.TryBegin().Should().BeTrue();
            var working = WorkAsync(flight);
            begun.TrySetResult();
            return await working;
        }, impatience.Token)!;
        await begun.Task;
        await impatience.CancelAsync();
        await caller.Invoking(waiting => waiting).Should().ThrowAsync<OperationCanceledException>();
        return seen!;
    }

    private async Task<int> JoinAsync(string key) => (await _flights.TryJoinAsync(key, WorkAsync, default)!).Result;

    private async Task<int> WorkAsync(Flight flight)
    {
        var number = Interlocked.Increment(ref _started);
        await _gate.Task;
        return number;
    }
}

using Auth0.AspNetCore.Mrrt.Coordination;

namespace Auth0.AspNetCore.Mrrt.Tests.Coordination;

public sealed class SingleFlightTests
{
    private readonly SingleFlight<string, int> _flights = new(new InFlightWork());
    private readonly TaskCompletionSource _gate = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _started;

    [Fact]
    public async Task Callers_with_the_same_key_share_one_flight()
    {
        var callers = Enumerable.Range(0, 20).Select(_ => _flights.JoinAsync("a", WorkAsync)).ToArray();
        _gate.SetResult();
        (await Task.WhenAll(callers)).Should().AllBeEquivalentTo(1);
        _started.Should().Be(1);
    }

    [Fact]
    public async Task Callers_with_other_keys_fly_apart()
    {
        _gate.SetResult();
        await _flights.JoinAsync("a", WorkAsync);
        await _flights.JoinAsync("b", WorkAsync);
        _started.Should().Be(2);
    }

    [Fact]
    public async Task Who_asks_again_after_the_result_gets_a_new_flight()
    {
        _gate.SetResult();
        for (var i = 1; i <= 200; i++)
        {
            (await _flights.JoinAsync("a", WorkAsync)).Should().Be(i);
        }

        _flights.Count.Should().Be(0);
    }

    [Fact]
    public async Task A_failure_reaches_everybody_and_is_not_kept()
    {
        var failing = _flights.JoinAsync("a", () => throw new InvalidOperationException("no"));
        await failing.Invoking(flight => flight).Should().ThrowAsync<InvalidOperationException>();
        _flights.Count.Should().Be(0);
        _gate.SetResult();
        (await _flights.JoinAsync("a", WorkAsync)).Should().Be(1);
    }

    [Fact]
    public async Task The_first_callers_request_does_not_travel_along()
    {
        var ambient = new AsyncLocal<string?> { Value = "the first request" };
        var seen = "";
        await _flights.JoinAsync("a", () =>
        {
            seen = ambient.Value;
            return Task.FromResult(0);
        });
        seen.Should().BeNull();
    }

    private async Task<int> WorkAsync()
    {
        var number = Interlocked.Increment(ref _started);
        await _gate.Task;
        return number;
    }
}

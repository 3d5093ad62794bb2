using Auth0.AspNetCore.Mrrt.Tenant;
using Auth0.AspNetCore.Mrrt.Tests.Support;

namespace Auth0.AspNetCore.Mrrt.Tests.Tenant;

public sealed class CallPausesTests
{
    private readonly ManualTimeProvider _time = new();
    private readonly CallPauses _pauses;

    public CallPausesTests() => _pauses = new CallPauses(_time);

    [Fact]
    public void A_pause_is_its_schemes_own_and_is_over_when_it_is()
    {
        _pauses.Left("Auth0").Should().BeNull();
        _pauses.Begin("Auth0", TimeSpan.FromSeconds(7)).Should().Be(TimeSpan.FromSeconds(7));
        _pauses.Left("Auth0").Should().Be(TimeSpan.FromSeconds(7));
        _pauses.Left("auth0").Should().BeNull();
        _time.Advance(TimeSpan.FromSeconds(6));
        _pauses.Left("Auth0").Should().Be(TimeSpan.FromSeconds(1));
        _time.Advance(TimeSpan.FromSeconds(1));
        _pauses.Left("Auth0").Should().BeNull();
    }

    [Fact]
    public void No_answer_makes_anybody_wait_longer_than_the_longest_pause()
    {
        _pauses.Begin("Auth0", TimeSpan.FromHours(2)).Should().Be(CallPauses.Longest);
        _pauses.Left("Auth0").Should().Be(CallPauses.Longest);
        _pauses.Begin("Auth0", CallPauses.Short).Should().Be(CallPauses.Short);
        _pauses.Left("Auth0").Should().Be(CallPauses.Short, "the latest word counts");
    }
}

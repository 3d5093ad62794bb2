using Auth0.AspNetCore.Mrrt.Tenant;
using Auth0.AspNetCore.Mrrt.Tests.Support;

namespace Auth0.AspNetCore.Mrrt.Tests.Tenant;

public sealed class CallPausesTests
{
    private readonly ManualTimeProvider _time = new();
    private readonly CallPauses _pauses;
    private readonly TenantSettings _tenant = new GivenTenant { ClientId = "one" };

    public CallPausesTests() => _pauses = new CallPauses(_time);

    [Fact]
    public void A_pause_is_its_clients_own_and_is_over_when_it_is()
    {
        Left(_tenant).Should().BeNull();
        Begin(_tenant, TimeSpan.FromSeconds(7)).Should().Be(TimeSpan.FromSeconds(7));
        Left(_tenant).Should().Be(TimeSpan.FromSeconds(7));
        Left(new GivenTenant { ClientId = "other" }).Should().BeNull();
        Left(new GivenTenant { ClientId = "one", Domain = "other.example.com" }).Should().BeNull();
        _pauses.Left(_tenant, PausedCall.Refresh).Should().BeNull("each kind of call waits for itself");
        _time.Advance(TimeSpan.FromSeconds(6));
        Left(_tenant).Should().Be(TimeSpan.FromSeconds(1));
        _time.Advance(TimeSpan.FromSeconds(1));
        Left(_tenant).Should().BeNull();
    }

    [Fact]
    public void No_answer_makes_anybody_wait_longer_than_the_longest_pause()
    {
        Begin(_tenant, TimeSpan.FromHours(2)).Should().Be(CallPauses.Longest);
        Left(_tenant).Should().Be(CallPauses.Longest);
        Begin(_tenant, CallPauses.Short).Should().Be(CallPauses.Short);
        Left(_tenant).Should().Be(CallPauses.Short, "the latest word counts");
    }

    private TimeSpan? Left(TenantSettings tenant) => _pauses.Left(tenant, PausedCall.Push);

    private TimeSpan Begin(TenantSettings tenant, TimeSpan pause) => _pauses.Begin(tenant, PausedCall.Push, pause);
}

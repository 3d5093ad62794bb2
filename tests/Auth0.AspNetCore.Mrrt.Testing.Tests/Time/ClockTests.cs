using Auth0.AspNetCore.Mrrt.Testing.Tests.Support;
using Auth0.AspNetCore.Mrrt.Testing.Time;
using Microsoft.Extensions.Time.Testing;

namespace Auth0.AspNetCore.Mrrt.Testing.Tests.Time;

public sealed class ClockTests : TenantTest
{
    private readonly FakeTimeProvider _underneath = new();

    protected override void Configure(Auth0TenantOptions options) => options.TimeProvider = _underneath;

    [Fact]
    public async Task Tokens_are_issued_at_the_tenants_time()
    {
        Tenant.Advance(TimeSpan.FromDays(1));
        var token = (await App.SignInAsync()).AccessToken;

        token.IssuedAt.Should().Be(_underneath.GetUtcNow().AddDays(1).UtcDateTime);
        token.ValidTo.Should().Be(_underneath.GetUtcNow().AddDays(2).UtcDateTime);
        Tenant.Exchanges[0].At.Should().Be(_underneath.GetUtcNow().AddDays(1));
    }

    [Fact]
    public void The_clock_only_goes_forward() =>
        Tenant.Invoking(tenant => tenant.Advance(TimeSpan.FromSeconds(-1)))
            .Should().Throw<ArgumentOutOfRangeException>();

    [Fact]
    public async Task A_delay_ends_when_the_clock_jumps_past_it_and_not_before()
    {
        var delay = Task.Delay(TimeSpan.FromSeconds(10), Tenant.Clock);
        Tenant.Advance(TimeSpan.FromSeconds(9));
        delay.IsCompleted.Should().BeFalse();
        Tenant.Advance(TimeSpan.FromSeconds(1));

        await delay;
    }

    [Fact]
    public async Task A_point_in_time_is_reached_by_a_jump_or_has_passed_already()
    {
        var clock = new TenantClock(_underneath);
        var due = clock.GetUtcNow().AddSeconds(10);
        var early = clock.WaitUntilAsync(due, CancellationToken.None);
        clock.Advance(TimeSpan.FromSeconds(9));
        early.IsCompleted.Should().BeFalse();
        clock.Advance(TimeSpan.FromSeconds(1));

        await early;
        clock.WaitUntilAsync(due, CancellationToken.None).IsCompleted.Should().BeTrue();
    }

    [Fact]
    public async Task Who_waits_for_a_point_in_time_can_be_stopped()
    {
        using var stop = new CancellationTokenSource();
        var clock = new TenantClock(_underneath);
        var waiting = clock.WaitUntilAsync(clock.GetUtcNow().AddSeconds(10), stop.Token);

        await stop.CancelAsync();

        await FluentActions.Awaiting(() => waiting).Should().ThrowAsync<OperationCanceledException>();
    }

    [Fact]
    public void A_periodic_timer_fires_again_and_a_stopped_one_does_not()
    {
        var fired = 0;
        using var timer = Tenant.Clock.CreateTimer(
            _ => fired++, null, TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(10));
        Tenant.Advance(TimeSpan.FromSeconds(10));
        Tenant.Advance(TimeSpan.FromSeconds(10));
        timer.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        Tenant.Advance(TimeSpan.FromSeconds(10));

        fired.Should().Be(2);
    }

    [Fact]
    public void Elapsed_time_includes_the_jumps()
    {
        var start = Tenant.Clock.GetTimestamp();
        Tenant.Advance(TimeSpan.FromMinutes(3));

        Tenant.Clock.GetElapsedTime(start).Should().Be(TimeSpan.FromMinutes(3));
    }
}

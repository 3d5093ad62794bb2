using Auth0.AspNetCore.Mrrt.Testing.Tests.Support;
using Microsoft.Extensions.Time.Testing;

namespace Auth0.AspNetCore.Mrrt.Testing.Tests.Grants;

public sealed class LifetimeTests : TenantTest
{
    protected override void Configure(Auth0TenantOptions options) => options.TimeProvider = new FakeTimeProvider();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task The_absolute_lifetime_is_fixed_at_the_sign_in_and_no_exchange_extends_it(bool rotates)
    {
        Tenant.Client.RefreshTokenRotation = rotates;
        Tenant.Client.AbsoluteLifetime = TimeSpan.FromDays(10);
        var token = (await App.SignInAsync()).RefreshToken;
        Tenant.Advance(TimeSpan.FromDays(9));
        var next = (await App.RefreshAsync(token)).RefreshToken ?? token;
        Tenant.Advance(TimeSpan.FromDays(1));

        (await App.RefreshAsync(next)).ShouldBeADeadRefreshToken();
        Tenant.ReuseDetections.Should().Be(0);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task The_idle_lifetime_is_renewed_by_every_exchange(bool rotates)
    {
        Tenant.Client.RefreshTokenRotation = rotates;
        Tenant.Client.IdleLifetime = TimeSpan.FromDays(3);
        var token = (await App.SignInAsync()).RefreshToken;
        for (var exchange = 0; exchange < 5; exchange++)
        {
            Tenant.Advance(TimeSpan.FromDays(2));
            var reply = await App.RefreshAsync(token);
            reply.Status.Should().Be(200);
            token = reply.RefreshToken ?? token;
        }

        Tenant.Advance(TimeSpan.FromDays(3));
        (await App.RefreshAsync(token)).ShouldBeADeadRefreshToken();
    }

    [Fact]
    public async Task Lifetimes_can_be_switched_off()
    {
        Tenant.Client.AbsoluteLifetime = null;
        Tenant.Client.IdleLifetime = null;
        var token = (await App.SignInAsync()).RefreshToken;
        Tenant.Advance(TimeSpan.FromDays(4000));

        (await App.RefreshAsync(token)).Status.Should().Be(200);
    }

    [Fact]
    public async Task Thirty_days_is_the_default()
    {
        var token = (await App.SignInAsync()).RefreshToken;
        Tenant.Advance(TimeSpan.FromDays(30) - TimeSpan.FromSeconds(1));
        var next = (await App.RefreshAsync(token)).RefreshToken;
        Tenant.Advance(TimeSpan.FromSeconds(1));

        next.Should().NotBeNull();
        (await App.RefreshAsync(next)).ShouldBeADeadRefreshToken();
    }
}

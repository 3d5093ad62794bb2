using Auth0.AspNetCore.Mrrt.Testing.Tests.Support;

namespace Auth0.AspNetCore.Mrrt.Testing.Tests.Grants;

public sealed class LimitTests : TenantTest
{
    protected override void Configure(Auth0TenantOptions options)
    {
        options.RefreshTokenLimit.Should().Be(200, "that is Auth0's limit");
        options.RefreshTokenLimit = 3;
    }

    [Fact]
    public async Task One_refresh_token_too_many_evicts_the_oldest()
    {
        var tokens = await SignInAsync(4);

        (await App.RefreshAsync(tokens[0])).ShouldBeADeadRefreshToken();
        (await App.RefreshAsync(tokens[1])).Status.Should().Be(200);
        (await App.RefreshAsync(tokens[3])).Status.Should().Be(200);
        Tenant.ReuseDetections.Should().Be(0);
    }

    [Fact]
    public async Task Exchanges_do_not_fill_the_limit_because_spent_tokens_do_not_count()
    {
        var tokens = await SignInAsync(3);
        var newest = tokens[2];
        for (var exchange = 0; exchange < 10; exchange++)
        {
            newest = (await App.RefreshAsync(newest)).RefreshToken;
        }

        (await App.RefreshAsync(tokens[0])).Status.Should().Be(200);
    }

    [Fact]
    public async Task Expired_tokens_do_not_count()
    {
        await SignInAsync(3);
        Tenant.Advance(TimeSpan.FromDays(31));
        var tokens = await SignInAsync(3);

        (await App.RefreshAsync(tokens[0])).Status.Should().Be(200);
    }

    [Fact]
    public async Task Another_users_tokens_do_not_count()
    {
        var token = (await App.SignInAsync(("login_hint", "auth0|bob"))).RefreshToken;
        await SignInAsync(4);

        (await App.RefreshAsync(token)).Status.Should().Be(200);
    }

    private async Task<List<string?>> SignInAsync(int times)
    {
        List<string?> tokens = [];
        for (var time = 0; time < times; time++)
        {
            tokens.Add((await App.SignInAsync()).RefreshToken);
        }

        return tokens;
    }
}

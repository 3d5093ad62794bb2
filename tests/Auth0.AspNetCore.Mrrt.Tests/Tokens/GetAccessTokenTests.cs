using Auth0.AspNetCore.Mrrt.Testing;
using Auth0.AspNetCore.Mrrt.Tests.Support;
using Microsoft.IdentityModel.JsonWebTokens;

namespace Auth0.AspNetCore.Mrrt.Tests.Tokens;

public sealed class GetAccessTokenTests
{
    private static readonly TimeSpan PastExpiry = TimeSpan.FromHours(25);

    [Fact]
    public async Task The_token_of_the_login_is_given_without_asking_the_tenant()
    {
        await using var app = await AppHost.StartAsync();
        using var browser = await app.SignedInAsync();
        var answer = await browser.TokenAsync();
        AudienceOf(answer).Should().Be(AppHost.Orders);
        answer.Scopes.Should().Contain("read:orders");
        app.Tenant.Exchanges.Should().BeEmpty();
    }

    [Fact]
    public async Task One_refresh_token_buys_a_token_for_each_audience_and_each_is_bought_once()
    {
        await using var app = await AppHost.StartAsync();
        using var browser = await app.SignedInAsync();
        foreach (var audience in new[] { AppHost.Inventory, AppHost.Admin, AppHost.Inventory, AppHost.Admin, AppHost.Orders })
        {
            AudienceOf(await browser.TokenAsync(audience)).Should().Be(audience);
        }

        app.Tenant.Exchanges.Select(exchange => exchange.IssuedAudience).Should().Equal(AppHost.Inventory, AppHost.Admin);
        app.Tenant.ReuseDetections.Should().Be(0);
    }

    [Fact]
    public async Task An_expired_token_is_renewed_and_the_new_one_kept()
    {
        await using var app = await AppHost.StartAsync();
        using var browser = await app.SignedInAsync();
        var before = await browser.SessionAsync();
        app.Tenant.Advance(PastExpiry);

        var renewed = await browser.TokenAsync();
        var after = await browser.SessionAsync();
        renewed.Token.Should().NotBe(before.AccessToken);
        after.AccessToken.Should().Be(renewed.Token);
        after.RefreshToken.Should().NotBe(before.RefreshToken);
        app.Tenant.Exchanges.Should().HaveCount(1);
        (await browser.TokenAsync()).Token.Should().Be(renewed.Token);
        app.Tenant.Exchanges.Should().HaveCount(1);
    }

    [Theory]
    [InlineData(90, 0)]
    [InlineData(59, 1)]
    public async Task A_token_is_given_until_the_leeway_before_its_expiry(int secondsLeft, int exchanges)
    {
        await using var app = await AppHost.StartAsync();
        using var browser = await app.SignedInAsync();
        app.Tenant.Advance(TimeSpan.FromHours(24) - TimeSpan.FromSeconds(secondsLeft));
        (await browser.TokenAsync()).Token.Should().NotBeNull();
        app.Tenant.Exchanges.Should().HaveCount(exchanges);
    }

    [Fact]
    public async Task A_forced_refresh_makes_exactly_one_exchange_and_keeps_the_new_token()
    {
        await using var app = await AppHost.StartAsync();
        using var browser = await app.SignedInAsync();
        var before = await browser.TokenAsync();
        var forced = await browser.TokenAsync(force: true);
        forced.Token.Should().NotBe(before.Token);
        (await browser.TokenAsync()).Token.Should().Be(forced.Token);
        app.Tenant.Exchanges.Should().HaveCount(1);
    }

    [Fact]
    public async Task An_audience_that_no_policy_names_is_said_so_and_the_rotated_refresh_token_is_kept()
    {
        await using var app = await AppHost.StartAsync();
        using var browser = await app.SignedInAsync();
        const string unknown = "https://unknown.example.com";
        var answer = await browser.TokenAsync(unknown);
        answer.Token.Should().BeNull();
        answer.Reason.Should().Be(nameof(AccessTokenFailure.AudienceNotGranted));
        answer.Description.Should().Contain(unknown).And.Contain("policies");
        app.Events.Failures.Should().ContainSingle(failure => failure.Audience == unknown);

        AudienceOf(await browser.TokenAsync(force: true)).Should().NotBeNull("the session still works");
        app.Tenant.ReuseDetections.Should().Be(0);
    }

    [Fact]
    public async Task Nobody_signed_in_gets_nothing_and_the_tenant_is_not_asked()
    {
        await using var app = await AppHost.StartAsync();
        using var browser = app.Browser();
        (await browser.TokenAsync()).Reason.Should().Be(nameof(AccessTokenFailure.NotSignedIn));
        app.Tenant.Exchanges.Should().BeEmpty();
    }

    [Fact]
    public async Task Without_a_refresh_token_an_expired_token_is_missing_and_the_application_is_told()
    {
        await using var app = await AppHost.StartAsync(options => options.UseRefreshTokens = false);
        using var browser = await app.SignedInAsync();
        (await browser.TokenAsync()).Token.Should().NotBeNull();
        app.Tenant.Advance(PastExpiry);
        (await browser.TokenAsync()).Reason.Should().Be(nameof(AccessTokenFailure.NoRefreshToken));
        app.Events.MissingRefreshTokens.Should().HaveCount(1);
        app.Tenant.Exchanges.Should().BeEmpty();
    }

    [Fact]
    public async Task A_revoked_refresh_token_is_said_so_once_and_dropped()
    {
        await using var app = await AppHost.StartAsync();
        using var browser = await app.SignedInAsync();
        app.Tenant.RevokeRefreshTokens(app.Tenant.Users[0].Id);
        var answer = await browser.TokenAsync(AppHost.Inventory);
        answer.Reason.Should().Be(nameof(AccessTokenFailure.RefreshTokenRejected));
        answer.Error.Should().Be("invalid_grant");
        app.Events.Failures.Should().ContainSingle().Which.StatusCode.Should().Be(403);

        (await browser.TokenAsync(AppHost.Inventory)).Reason.Should().Be(nameof(AccessTokenFailure.NoRefreshToken));
        app.Tenant.Exchanges.Should().HaveCount(1);
        (await browser.TokenAsync()).Token.Should().NotBeNull("the token of the login is still valid");
    }

    [Theory]
    [MemberData(nameof(TransientFaults))]
    public async Task What_passes_changes_nothing_in_the_session(string name, Func<TokenFault> fault)
    {
        await using var app = await AppHost.StartAsync();
        using var browser = await app.SignedInAsync();
        var before = await browser.SessionAsync();
        app.Tenant.Faults.Add(fault());
        (await browser.TokenAsync(AppHost.Inventory)).Reason.Should().Be(nameof(AccessTokenFailure.Transient), name);
        (await browser.SessionAsync()).Should().Be(before);
        app.Events.Failures.Should().ContainSingle();

        AudienceOf(await browser.TokenAsync(AppHost.Inventory)).Should().Be(AppHost.Inventory);
        app.Tenant.ReuseDetections.Should().Be(0);
    }

    public static TheoryData<string, Func<TokenFault>> TransientFaults() => new()
    {
        { "429", () => TokenFault.RateLimited(TimeSpan.FromSeconds(5)) },
        { "503", () => TokenFault.Answer(503, "<html></html>", "text/html") },
        { "500 that says invalid_grant", () => TokenFault.Error(500, "invalid_grant") },
        { "connection lost", TokenFault.Drop },
        { "200 without a token", () => TokenFault.Answer(200, "{}", "application/json") },
    };

    [Fact]
    public async Task Within_the_leeway_a_transient_failure_serves_the_token_that_is_still_valid()
    {
        await using var app = await AppHost.StartAsync();
        using var browser = await app.SignedInAsync();
        var before = await browser.TokenAsync();
        app.Tenant.Advance(TimeSpan.FromHours(24) - TimeSpan.FromSeconds(30));
        app.Tenant.Faults.Add(TokenFault.Answer(503));
        (await browser.TokenAsync()).Token.Should().Be(before.Token);
        app.Events.Failures.Should().ContainSingle().Which.ServedStoredToken.Should().BeTrue();
    }

    [Fact]
    public async Task Multi_factor_authentication_is_a_reason()
    {
        await using var app = await AppHost.StartAsync();
        using var browser = await app.SignedInAsync();
        app.Tenant.Faults.Add(TokenFault.MfaRequired());
        (await browser.TokenAsync(AppHost.Admin)).Reason.Should().Be(nameof(AccessTokenFailure.MfaRequired));
    }

    [Fact]
    public async Task A_login_for_another_audience_is_never_served_as_the_configured_one()
    {
        await using var app = await AppHost.StartAsync();
        using var browser = await app.SignedInAsync(
            $"/login?scope=openid&audience={Uri.EscapeDataString(AppHost.Admin)}");
        AudienceOf(await browser.TokenAsync(AppHost.Admin)).Should().Be(AppHost.Admin);
        app.Tenant.Exchanges.Should().BeEmpty();
        AudienceOf(await browser.TokenAsync()).Should().Be(AppHost.Orders);
        app.Tenant.Exchanges.Should().HaveCount(1);
    }

    [Fact]
    public async Task A_grant_narrower_than_asked_is_served_without_a_loop_and_says_what_is_missing()
    {
        await using var app = await AppHost.StartAsync();
        using var browser = await app.SignedInAsync();
        for (var call = 0; call < 3; call++)
        {
            var answer = await browser.TokenAsync(AppHost.Inventory, "read:inventory delete:inventory");
            answer.Token.Should().NotBeNull();
            answer.Missing.Should().Equal("delete:inventory");
        }

        app.Tenant.Exchanges.Should().HaveCount(1);
        (await browser.TokenAsync(AppHost.Inventory, "delete:inventory")).Reason
            .Should().Be(nameof(AccessTokenFailure.ScopeNotGranted));
    }

    [Fact]
    public async Task No_log_shows_anything_the_tenant_issued()
    {
        await using var app = await AppHost.StartAsync();
        using var browser = await app.SignedInAsync();
        await browser.TokenAsync(AppHost.Inventory);
        app.Tenant.Faults.Add(TokenFault.Error(500, "server_error"));
        await browser.TokenAsync(AppHost.Admin);
        app.Tenant.RevokeRefreshTokens(app.Tenant.Users[0].Id);
        await browser.TokenAsync(AppHost.Admin);
        (await browser.GetAsync("/logout")).Dispose();

        app.Logs.Lines.Should().NotBeEmpty();
        app.Tenant.IssuedSecrets.Should().NotBeEmpty();
        app.Leaks().Should().BeEmpty();
    }

    private static string? AudienceOf(TokenAnswer answer) =>
        new JsonWebToken(answer.Token ?? throw new InvalidOperationException(answer.Reason + ": " + answer.Description))
            .Audiences.First();
}

using Auth0.AspNetCore.Mrrt.Testing.Tests.Support;

namespace Auth0.AspNetCore.Mrrt.Testing.Tests.Revocation;

public sealed class RevocationTests : TenantTest
{
    protected override void Configure(Auth0TenantOptions options)
    {
        foreach (var id in new[] { "app", "other" })
        {
            options.Clients.Add(new TenantClient { ClientId = id, ClientSecret = "secret", Callbacks = [App.Callback] });
        }
    }

    [Fact]
    public async Task A_revoked_token_is_dead_and_counts_as_no_reuse()
    {
        var token = (await App.SignInAsync()).RefreshToken;
        var revocation = await RevokeAsync(App, token);

        revocation.Status.Should().Be(200);
        revocation.Text.Should().BeEmpty();
        (await App.RefreshAsync(token)).ShouldBeADeadRefreshToken();
        Tenant.Counters.Revocations.Should().Be(1);
        Tenant.ReuseDetections.Should().Be(0);
    }

    [Fact]
    public async Task An_unknown_token_is_answered_like_a_revoked_one()
    {
        (await RevokeAsync(App, "made-up")).Status.Should().Be(200);
        Tenant.Counters.Revocations.Should().Be(0);
    }

    [Fact]
    public async Task A_token_of_another_client_is_refused_and_stays_good()
    {
        using var other = new App(Tenant, Tenant.Clients[1]);
        var token = (await App.SignInAsync()).RefreshToken;

        (await RevokeAsync(other, token)).ShouldBeRefused(400, "invalid_request");
        (await App.RefreshAsync(token)).Status.Should().Be(200);
    }

    [Fact]
    public async Task Wrong_credentials_and_a_missing_token_are_refused()
    {
        (await App.PostAsync("/oauth/revoke", ("client_id", "app"), ("client_secret", "wrong"), ("token", "x")))
            .ShouldBeRefused(401, "access_denied", "Unauthorized");
        (await RevokeAsync(App, null)).ShouldBeRefused(400, "invalid_request", "Missing required parameter: token");
    }

    [Fact]
    public async Task By_default_only_that_token_ends()
    {
        var token = (await App.SignInAsync()).RefreshToken;
        var other = (await App.SignInAsync()).RefreshToken;
        await RevokeAsync(App, token);

        (await App.RefreshAsync(other)).Status.Should().Be(200);
    }

    [Fact]
    public async Task With_the_switch_the_grant_goes_for_this_audience_and_no_other()
    {
        Tenant.Behavior.RevocationDeletesGrant = true;
        var token = (await App.SignInAsync()).RefreshToken;
        var sameAudience = (await App.SignInAsync()).RefreshToken;
        var otherAudience = (await App.SignInAsync(("audience", App.Inventory))).RefreshToken;
        await RevokeAsync(App, token);

        (await App.RefreshAsync(sameAudience)).ShouldBeADeadRefreshToken();
        (await App.RefreshAsync(otherAudience)).Status.Should().Be(200);
    }

    [Fact]
    public async Task The_overlap_period_does_not_bring_a_revoked_token_back()
    {
        Tenant.Client.Leeway = TimeSpan.FromMinutes(1);
        var first = (await App.SignInAsync()).RefreshToken;
        var second = (await App.RefreshAsync(first)).RefreshToken;
        await RevokeAsync(App, second);

        (await App.RefreshAsync(first)).ShouldBeADeadRefreshToken();
    }

    [Fact]
    public async Task Access_tokens_stay_valid()
    {
        var signIn = await App.SignInAsync();
        await RevokeAsync(App, signIn.RefreshToken);

        (await App.PostAsync("/userinfo", ("access_token", signIn["access_token"]))).Status.Should().Be(200);
    }

    private static Task<Reply> RevokeAsync(App app, string? token) => app.PostAsync(
        "/oauth/revoke",
        ("client_id", app.Client.ClientId), ("client_secret", app.Client.ClientSecret), ("token", token));
}

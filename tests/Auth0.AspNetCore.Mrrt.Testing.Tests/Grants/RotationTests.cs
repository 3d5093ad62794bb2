using Auth0.AspNetCore.Mrrt.Testing.Tests.Support;

namespace Auth0.AspNetCore.Mrrt.Testing.Tests.Grants;

public sealed class RotationTests : TenantTest
{
    [Fact]
    public async Task Every_exchange_returns_a_new_refresh_token_of_the_next_generation()
    {
        var first = (await App.SignInAsync()).RefreshToken;
        var second = (await App.RefreshAsync(first)).RefreshToken;
        var third = (await App.RefreshAsync(second, App.Inventory)).RefreshToken;

        new[] { first, second, third }.Should().OnlyHaveUniqueItems().And.NotContainNulls();
        Tenant.Exchanges.Select(exchange => exchange.Family).Distinct().Should().ContainSingle();
        Tenant.Exchanges.Select(exchange => exchange.Generation).Should().Equal(1, 1, 2);
        Tenant.Exchanges.Select(exchange => exchange.IssuedGeneration).Should().Equal(1, 2, 3);
    }

    [Fact]
    public async Task An_exchange_that_issues_no_refresh_token_has_no_issued_generation()
    {
        Tenant.Client.RefreshTokenRotation = false;
        var only = (await App.SignInAsync()).RefreshToken;
        await App.RefreshAsync(only);
        await App.RefreshAsync("made-up");

        Tenant.Exchanges.Select(exchange => exchange.IssuedGeneration).Should().Equal(1, null, null);
    }

    [Fact]
    public async Task A_spent_refresh_token_kills_its_family_with_the_newest_token()
    {
        var first = (await App.SignInAsync()).RefreshToken;
        var second = (await App.RefreshAsync(first)).RefreshToken;
        var newest = (await App.RefreshAsync(second)).RefreshToken;

        (await App.RefreshAsync(second)).ShouldBeADeadRefreshToken();
        (await App.RefreshAsync(newest)).ShouldBeADeadRefreshToken();
        Tenant.ReuseDetections.Should().Be(1, "a dead family has nothing left to detect");
        Tenant.FamiliesRevoked.Should().Be(1);
        Tenant.Exchanges[^2].Outcome.Should().Be(TokenExchangeOutcome.ReuseDetected);
        Tenant.Exchanges[^1].Outcome.Should().Be(TokenExchangeOutcome.Refused);
    }

    [Fact]
    public async Task Another_sign_in_of_the_same_user_survives_the_death_of_a_family()
    {
        var first = (await App.SignInAsync()).RefreshToken;
        var other = (await App.SignInAsync()).RefreshToken;
        await App.RefreshAsync(first);
        await App.RefreshAsync(first);

        (await App.RefreshAsync(other)).Status.Should().Be(200);
    }

    [Fact]
    public async Task Access_tokens_of_a_dead_family_stay_valid()
    {
        var signIn = await App.SignInAsync();
        await App.RefreshAsync(signIn.RefreshToken);
        await App.RefreshAsync(signIn.RefreshToken);

        using var request = new HttpRequestMessage(HttpMethod.Get, "/userinfo");
        request.Headers.Authorization = new("Bearer", signIn["access_token"]);
        (await App.Http.SendAsync(request)).IsSuccessStatusCode.Should().BeTrue();
    }

    [Fact]
    public async Task Of_twenty_concurrent_exchanges_of_one_token_one_succeeds_and_the_family_dies()
    {
        var token = (await App.SignInAsync()).RefreshToken;
        using var gate = Tenant.Faults.HoldTokenCalls();
        Task<Reply>[] calls = [.. Enumerable.Range(0, 20).Select(_ => App.RefreshAsync(token))];
        await gate.WaitForArrivalsAsync(20);
        gate.Release();
        var replies = await Task.WhenAll(calls);

        var winner = replies.Should().ContainSingle(reply => reply.Status == 200).Subject;
        Tenant.ReuseDetections.Should().Be(1);
        Tenant.Counters.MaxTokenCallsInFlight.Should().Be(20);
        (await App.RefreshAsync(winner.RefreshToken)).ShouldBeADeadRefreshToken();
    }

    [Fact]
    public async Task Checking_a_token_and_spending_it_are_one_step()
    {
        // The clock is read at both, and is so slow that callers who are let in together are bound to meet there.
        await using var tenant = await Auth0Tenant.StartInProcessAsync(options =>
        {
            options.Behavior.SilentSignIn = true;
            options.TimeProvider = new SlowTimeProvider();
        });
        using var app = new App(tenant);
        var token = (await app.SignInAsync()).RefreshToken;
        using var gate = tenant.Faults.HoldTokenCalls();
        Task<Reply>[] calls = [.. Enumerable.Range(0, 8).Select(_ => app.RefreshAsync(token))];
        await gate.WaitForArrivalsAsync(8);
        gate.Release();

        (await Task.WhenAll(calls)).Count(reply => reply.Status == 200).Should().Be(1);
    }

    [Fact]
    public async Task A_refused_call_does_not_spend_the_token()
    {
        var token = (await App.SignInAsync()).RefreshToken;
        (await App.TokenAsync(("grant_type", "refresh_token"), ("refresh_token", token), ("client_secret", "wrong")))
            .Status.Should().Be(401);

        (await App.RefreshAsync(token)).Status.Should().Be(200);
    }

    [Fact]
    public async Task Unknown_and_missing_tokens_are_refused()
    {
        (await App.RefreshAsync("v1.made-up")).ShouldBeADeadRefreshToken();
        (await App.RefreshAsync(null))
            .ShouldBeRefused(400, "invalid_request", "Missing required parameter: refresh_token");
    }

    [Fact]
    public async Task A_deleted_or_blocked_user_is_refused_in_Auth0s_words()
    {
        var token = (await App.SignInAsync()).RefreshToken;
        Tenant.Users[0].Blocked = true;
        (await App.RefreshAsync(token)).ShouldBeRefused(401, "unauthorized", "user is blocked");
        Tenant.Users[0].Deleted = true;
        (await App.RefreshAsync(token)).ShouldBeRefused(
            403, "invalid_grant", "The refresh_token was generated for a user who doesn't exist anymore.");
    }

    [Fact]
    public async Task Without_rotation_the_answer_has_no_refresh_token_and_the_old_one_stays_good()
    {
        Tenant.Client.RefreshTokenRotation = false;
        var token = (await App.SignInAsync()).RefreshToken;
        var first = await App.RefreshAsync(token);
        var second = await App.RefreshAsync(token, App.Inventory);

        first.Json.ContainsKey("refresh_token").Should().BeFalse();
        second.Status.Should().Be(200);
        Tenant.ReuseDetections.Should().Be(0);
    }

    [Fact]
    public async Task Switching_rotation_replaces_the_token_at_the_next_exchange_and_deletes_the_others()
    {
        Tenant.Client.RefreshTokenRotation = false;
        var token = (await App.SignInAsync()).RefreshToken;
        var other = (await App.SignInAsync()).RefreshToken;
        var elsewhere = (await App.SignInAsync(("audience", App.Inventory))).RefreshToken;
        Tenant.Client.RefreshTokenRotation = true;

        (await App.RefreshAsync(token)).RefreshToken.Should().NotBeNull();
        (await App.RefreshAsync(other)).ShouldBeADeadRefreshToken();
        (await App.RefreshAsync(elsewhere)).Status.Should().Be(200);
    }

    [Fact]
    public async Task A_revocation_from_the_dashboard_ends_every_refresh_token_of_the_user()
    {
        var token = (await App.SignInAsync()).RefreshToken;
        await App.SignInAsync();

        Tenant.RevokeRefreshTokens("auth0|alice").Should().Be(2);
        (await App.RefreshAsync(token)).ShouldBeADeadRefreshToken();
        Tenant.ReuseDetections.Should().Be(0);
    }
}

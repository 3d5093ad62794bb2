using Auth0.AspNetCore.Mrrt.Testing.Tests.Support;

namespace Auth0.AspNetCore.Mrrt.Testing.Tests.Faults;

public sealed class FaultTests : TenantTest
{
    protected override void Configure(Auth0TenantOptions options) => options.KeepIssuedSecrets = true;

    [Fact]
    public async Task An_answer_takes_the_tenants_place_that_many_times_and_spends_nothing()
    {
        var token = (await App.SignInAsync()).RefreshToken;
        Tenant.Faults.Add(TokenFault.Answer(503, "<h1>down</h1>", "text/html").Times(2));

        (await App.RefreshAsync(token)).Text.Should().Be("<h1>down</h1>");
        (await App.RefreshAsync(token)).Status.Should().Be(503);
        (await App.RefreshAsync(token)).Status.Should().Be(200);
        Tenant.Exchanges.Select(exchange => exchange.Outcome).Should().Equal(
            TokenExchangeOutcome.Granted, TokenExchangeOutcome.Faulted, TokenExchangeOutcome.Faulted,
            TokenExchangeOutcome.Granted);
        Tenant.Counters.Faulted.Should().Be(2);
    }

    [Fact]
    public async Task A_fault_can_be_for_one_grant_and_one_audience()
    {
        Tenant.Faults.Add(TokenFault.Answer(500).ForGrant("refresh_token").ForAudience(App.Inventory).UntilCleared());
        var first = await App.SignInAsync();
        var second = await App.RefreshAsync(first.RefreshToken, App.Orders);

        (await App.RefreshAsync(second.RefreshToken, App.Inventory)).Status.Should().Be(500);
        (await App.RefreshAsync(second.RefreshToken, App.Inventory)).Status.Should().Be(500);
        Tenant.Faults.Clear();
        (await App.RefreshAsync(second.RefreshToken, App.Inventory)).Status.Should().Be(200);
    }

    [Fact]
    public async Task Faults_hit_in_the_order_in_which_they_were_added()
    {
        Tenant.Faults.Add(TokenFault.Answer(500));
        Tenant.Faults.Add(TokenFault.Answer(502));

        (await App.RefreshAsync("x")).Status.Should().Be(500);
        (await App.RefreshAsync("x")).Status.Should().Be(502);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_dropped_connection_is_an_HttpRequestException_and_spends_nothing(bool inProcess)
    {
        await using var tenant = await StartAsync(inProcess);
        using var app = new App(tenant);
        var token = (await app.SignInAsync()).RefreshToken;
        tenant.Faults.Add(TokenFault.Drop());
        var call = () => app.RefreshAsync(token);

        await call.Should().ThrowAsync<HttpRequestException>();
        (await app.RefreshAsync(token)).Status.Should().Be(200);
        tenant.Exchanges[1].Should().Match<TokenExchange>(exchange =>
            exchange.Outcome == TokenExchangeOutcome.Faulted && exchange.StatusCode == 0 && exchange.Fault == "drop");
    }

    [Fact]
    public async Task A_fault_can_come_late_and_spends_nothing()
    {
        var token = (await App.SignInAsync()).RefreshToken;
        Tenant.Faults.Add(TokenFault.Answer(503).After(TimeSpan.FromMinutes(1)));
        var call = App.RefreshAsync(token);
        await ArrivalAsync();

        call.IsCompleted.Should().BeFalse("the minute is not over");
        Tenant.Advance(TimeSpan.FromMinutes(1));
        (await call).Status.Should().Be(503);
        (await App.RefreshAsync(token)).Status.Should().Be(200);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_connection_dropped_after_rotation_has_spent_the_token(bool inProcess)
    {
        await using var tenant = await StartAsync(inProcess);
        using var app = new App(tenant);
        var token = (await app.SignInAsync()).RefreshToken;
        tenant.Faults.Add(TokenFault.Drop().AfterRotation());
        var call = () => app.RefreshAsync(token);

        await call.Should().ThrowAsync<HttpRequestException>();
        tenant.Exchanges[1].Should().Match<TokenExchange>(exchange =>
            exchange.Outcome == TokenExchangeOutcome.Granted && exchange.StatusCode == 0);
        (await app.RefreshAsync(token)).ShouldBeADeadRefreshToken();
        tenant.ReuseDetections.Should().Be(1);
    }

    [Fact]
    public async Task A_lost_answer_is_recovered_inside_the_overlap_period()
    {
        Tenant.Client.Leeway = TimeSpan.FromSeconds(30);
        var token = (await App.SignInAsync()).RefreshToken;
        Tenant.Faults.Add(TokenFault.Answer(502).AfterRotation());

        (await App.RefreshAsync(token)).Status.Should().Be(502);
        (await App.RefreshAsync(token)).Status.Should().Be(200);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_rate_limit_names_its_end_in_Unix_seconds_of_the_tenants_clock(bool retryAfter)
    {
        Tenant.Advance(TimeSpan.FromDays(100));
        Tenant.Faults.Add(TokenFault.RateLimited(TimeSpan.FromSeconds(20), retryAfter));
        using var response = await App.Http.PostAsync("/oauth/token", null);
        var reset = long.Parse(
            response.Headers.GetValues("x-ratelimit-reset").Single(), System.Globalization.CultureInfo.InvariantCulture);

        (await Reply.ReadAsync(response)).ShouldBeRefused(429, "too_many_requests");
        DateTimeOffset.FromUnixTimeSeconds(reset)
            .Should().BeCloseTo(Tenant.Clock.GetUtcNow().AddSeconds(20), TimeSpan.FromSeconds(10));
        response.Headers.RetryAfter?.Delta.Should().Be(TimeSpan.FromSeconds(20));
        (response.Headers.RetryAfter is not null).Should().Be(retryAfter);
    }

    [Fact]
    public async Task Mfa_required_brings_a_token_that_counts_as_a_secret()
    {
        Tenant.Faults.Add(TokenFault.MfaRequired());
        var reply = await App.RefreshAsync("x");

        reply.ShouldBeRefused(403, "mfa_required", "Multifactor authentication required");
        reply.Json["mfa_requirements"]!["challenge"]!.AsArray().Should().HaveCount(2);
        Tenant.IssuedSecrets.Should().Contain(reply["mfa_token"]);
    }

    [Fact]
    public async Task Errors_and_headers_of_any_kind_can_be_answered()
    {
        Tenant.Faults.Add(TokenFault.Error(400, "interaction_required", "Come back").WithHeader("X-Test", "1"));
        Tenant.Faults.Add(TokenFault.Answer(200, "{}", "application/json"));
        using var response = await App.Http.PostAsync("/oauth/token", null);

        response.Headers.GetValues("X-Test").Should().Equal("1");
        (await Reply.ReadAsync(response)).ShouldBeRefused(400, "interaction_required", "Come back");
        (await App.RefreshAsync("x")).Text.Should().Be("{}");
    }

    [Fact]
    public async Task Latency_lasts_until_the_tenants_clock_has_passed_it()
    {
        var token = (await App.SignInAsync()).RefreshToken;
        Tenant.Faults.Latency = TimeSpan.FromMinutes(10);
        var call = App.RefreshAsync(token);
        await ArrivalAsync();

        call.IsCompleted.Should().BeFalse();
        Tenant.Advance(TimeSpan.FromMinutes(10));
        (await call).Status.Should().Be(200);
    }

    [Fact]
    public async Task Latency_also_ends_by_itself()
    {
        Tenant.Faults.Latency = TimeSpan.FromMilliseconds(5);

        (await App.SignInAsync()).Status.Should().Be(200);
    }

    [Fact]
    public async Task One_call_can_be_slow_while_others_are_not()
    {
        var slow = (await App.SignInAsync()).RefreshToken;
        var fast = (await App.SignInAsync()).RefreshToken;
        Tenant.Faults.Add(TokenFault.Slow(TimeSpan.FromHours(1)).ForAudience(App.Inventory));
        var call = App.RefreshAsync(slow, App.Inventory);
        await ArrivalAsync();

        (await App.RefreshAsync(fast)).Status.Should().Be(200);
        call.IsCompleted.Should().BeFalse();
        Tenant.Advance(TimeSpan.FromHours(1));
        (await call).Audience.Should().Be(App.Inventory);
    }

    [Fact]
    public async Task Disposing_the_tenant_lets_slow_and_held_calls_go()
    {
        var tenant = await StartAsync(inProcess: false);
        using var app = new App(tenant);
        using var gate = tenant.Faults.HoldTokenCalls(audience: "held");
        tenant.Faults.Add(TokenFault.Slow(TimeSpan.FromHours(1)).ForAudience("slow"));
        var held = app.RefreshAsync("x", "held");
        var slow = app.RefreshAsync("x", "slow");
        await gate.WaitForArrivalsAsync(1);

        await tenant.DisposeAsync();
        await tenant.DisposeAsync();

        await Task.WhenAny(Task.WhenAll(held, slow));
        held.IsCompleted.Should().BeTrue();
        slow.IsCompleted.Should().BeTrue();
    }

    private async Task ArrivalAsync()
    {
        while (Tenant.Counters.TokenCallsInFlight == 0)
        {
            await Task.Yield();
        }
    }

    private static Task<Auth0Tenant> StartAsync(bool inProcess) => inProcess
        ? Auth0Tenant.StartInProcessAsync(options => options.Behavior.SilentSignIn = true)
        : Auth0Tenant.StartAsync(options => options.Behavior.SilentSignIn = true);
}

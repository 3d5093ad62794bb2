using Auth0.AspNetCore.Mrrt.Testing.Tests.Support;

namespace Auth0.AspNetCore.Mrrt.Testing.Tests.Faults;

public sealed class GateTests : TenantTest
{
    [Fact]
    public async Task A_call_held_before_processing_has_spent_nothing()
    {
        var token = (await App.SignInAsync()).RefreshToken;
        App.Http.DefaultRequestHeaders.Add("Auth0-Client", "e30"); // {}
        using var gate = Tenant.Faults.HoldTokenCalls();
        var call = App.RefreshAsync(token, App.Inventory, "read:inventory");
        await gate.WaitForArrivalsAsync(1);

        Tenant.Exchanges.Should().HaveCount(1);
        gate.Held.Should().ContainSingle().Which.Should().Match<HeldTokenCall>(held =>
            held.Grant == "refresh_token" && held.Audience == App.Inventory && held.Scope == "read:inventory"
            && held.ClientId == Tenant.Client.ClientId && held.Telemetry == "{}");
        gate.Release();
        (await call).Status.Should().Be(200);
        gate.Held.Should().BeEmpty();
    }

    [Fact]
    public async Task A_call_held_after_processing_has_rotated_and_not_answered()
    {
        var token = (await App.SignInAsync()).RefreshToken;
        using var gate = Tenant.Faults.HoldTokenCalls(TokenCallMoment.AfterProcessing);
        var call = App.RefreshAsync(token);
        await gate.WaitForArrivalsAsync(1);

        Tenant.Exchanges.Should().HaveCount(2);
        call.IsCompleted.Should().BeFalse();
        gate.Release();
        (await call).RefreshToken.Should().NotBeNull();
    }

    [Fact]
    public async Task Calls_can_be_released_one_by_one_and_in_any_order()
    {
        var first = (await App.SignInAsync()).RefreshToken;
        var second = (await App.SignInAsync()).RefreshToken;
        using var gate = Tenant.Faults.HoldTokenCalls();
        var one = App.RefreshAsync(first, App.Orders);
        await gate.WaitForArrivalsAsync(1);
        var other = App.RefreshAsync(second, App.Inventory);
        await gate.WaitForArrivalsAsync(2);

        gate.Held.Single(call => call.Audience == App.Inventory).Release();
        (await other).Status.Should().Be(200);
        one.IsCompleted.Should().BeFalse();
        gate.ReleaseOne();
        (await one).Status.Should().Be(200);
        gate.Invoking(g => g.ReleaseOne()).Should().Throw<InvalidOperationException>();
    }

    [Fact]
    public async Task A_gate_can_be_for_one_grant_or_one_audience()
    {
        using var gate = Tenant.Faults.HoldTokenCalls(grant: "refresh_token", audience: App.Inventory);
        var signIn = await App.SignInAsync();
        var orders = await App.RefreshAsync(signIn.RefreshToken, App.Orders);
        var inventory = App.RefreshAsync(orders.RefreshToken, App.Inventory);
        await gate.WaitForArrivalsAsync(1);
        gate.Release();

        (await inventory).Status.Should().Be(200);
    }

    [Fact]
    public async Task An_open_gate_holds_nobody_and_still_counts()
    {
        using var gate = Tenant.Faults.HoldTokenCalls();
        gate.Release();
        await App.RefreshAsync("x");
        await gate.WaitForArrivalsAsync(1);

        gate.Arrivals.Should().Be(1);
    }

    [Fact]
    public async Task A_caller_that_gives_up_does_not_take_its_call_back()
    {
        var token = (await App.SignInAsync()).RefreshToken;
        using var gate = Tenant.Faults.HoldTokenCalls();
        using var after = Tenant.Faults.HoldTokenCalls(TokenCallMoment.AfterProcessing);
        using var giveUp = new CancellationTokenSource();
        using var form = new FormUrlEncodedContent(new Dictionary<string, string>
        {
            ["grant_type"] = "refresh_token",
            ["client_id"] = Tenant.Client.ClientId,
            ["client_secret"] = Tenant.Client.ClientSecret,
            ["refresh_token"] = token!,
        });
        var call = App.Http.PostAsync("/oauth/token", form, giveUp.Token);
        await gate.WaitForArrivalsAsync(1);
        await giveUp.CancelAsync();
        await FluentActions.Awaiting(() => call).Should().ThrowAsync<OperationCanceledException>();
        gate.Release();
        await after.WaitForArrivalsAsync(1);

        Tenant.Exchanges.Should().HaveCount(2);
        Tenant.Exchanges[1].Outcome.Should().Be(TokenExchangeOutcome.Granted);
    }

    [Fact]
    public async Task Waiting_for_calls_can_be_cancelled()
    {
        using var gate = Tenant.Faults.HoldTokenCalls();
        using var cancelled = new CancellationTokenSource();
        var wait = gate.WaitForArrivalsAsync(1, cancelled.Token);
        await cancelled.CancelAsync();

        await FluentActions.Awaiting(() => wait).Should().ThrowAsync<OperationCanceledException>();
    }
}

using Auth0.AspNetCore.Mrrt.Testing.Tests.Support;
using Microsoft.Extensions.Time.Testing;

namespace Auth0.AspNetCore.Mrrt.Testing.Tests.Grants;

/// <summary>The rotation overlap period ("leeway"), which reaches back one generation.</summary>
public sealed class OverlapTests : TenantTest
{
    protected override void Configure(Auth0TenantOptions options)
    {
        options.Clients.Add(new TenantClient
        {
            ClientId = "app",
            ClientSecret = "secret",
            Callbacks = [App.Callback],
            Leeway = TimeSpan.FromSeconds(30),
        });
        // The clock stands still, so that the last instant of the window can be met.
        options.TimeProvider = new FakeTimeProvider();
    }

    [Fact]
    public async Task Inside_the_window_the_previous_token_gives_another_new_token_of_the_same_family()
    {
        var first = (await App.SignInAsync()).RefreshToken;
        var second = await App.RefreshAsync(first);
        Tenant.Advance(TimeSpan.FromSeconds(29));
        var sibling = await App.RefreshAsync(first);

        sibling.Status.Should().Be(200);
        sibling.RefreshToken.Should().NotBe(second.RefreshToken);
        Tenant.Exchanges.Select(exchange => exchange.Family).Distinct().Should().ContainSingle();
        Tenant.ReuseDetections.Should().Be(0);
    }

    [Fact]
    public async Task Both_siblings_can_be_exchanged_afterwards()
    {
        var first = (await App.SignInAsync()).RefreshToken;
        var second = await App.RefreshAsync(first);
        var sibling = await App.RefreshAsync(first);
        Tenant.Advance(TimeSpan.FromMinutes(5));

        (await App.RefreshAsync(second.RefreshToken)).Status.Should().Be(200);
        (await App.RefreshAsync(sibling.RefreshToken)).Status.Should().Be(200);
    }

    [Fact]
    public async Task The_window_opens_at_the_first_exchange_and_a_replay_does_not_prolong_it()
    {
        var first = (await App.SignInAsync()).RefreshToken;
        await App.RefreshAsync(first);
        Tenant.Advance(TimeSpan.FromSeconds(20));
        await App.RefreshAsync(first);
        Tenant.Advance(TimeSpan.FromSeconds(10));

        (await App.RefreshAsync(first)).ShouldBeADeadRefreshToken();
        Tenant.ReuseDetections.Should().Be(1);
    }

    [Fact]
    public async Task The_token_before_the_previous_one_kills_the_family_even_inside_the_window()
    {
        var first = (await App.SignInAsync()).RefreshToken;
        var second = (await App.RefreshAsync(first)).RefreshToken;
        var third = (await App.RefreshAsync(second)).RefreshToken;

        (await App.RefreshAsync(first)).ShouldBeADeadRefreshToken();
        (await App.RefreshAsync(third)).ShouldBeADeadRefreshToken();
        Tenant.FamiliesRevoked.Should().Be(1);
    }

    [Fact]
    public async Task A_sibling_that_was_exchanged_counts_as_the_next_generation()
    {
        var first = (await App.SignInAsync()).RefreshToken;
        await App.RefreshAsync(first);
        var sibling = (await App.RefreshAsync(first)).RefreshToken;
        await App.RefreshAsync(sibling);

        (await App.RefreshAsync(first)).ShouldBeADeadRefreshToken();
    }

    [Fact]
    public async Task Concurrent_exchanges_of_one_token_all_succeed_inside_the_window()
    {
        var token = (await App.SignInAsync()).RefreshToken;
        using var gate = Tenant.Faults.HoldTokenCalls();
        Task<Reply>[] calls = [.. Enumerable.Range(0, 10).Select(_ => App.RefreshAsync(token))];
        await gate.WaitForArrivalsAsync(10);
        gate.Release();
        var replies = await Task.WhenAll(calls);

        replies.Select(reply => reply.RefreshToken).Should().OnlyHaveUniqueItems().And.NotContainNulls();
        Tenant.ReuseDetections.Should().Be(0);
    }
}

using Auth0.AspNetCore.Mrrt.PostgreSql.Tests.Support;
using Auth0.AspNetCore.Mrrt.Testing.Contracts;
using Auth0.AspNetCore.Mrrt.Tests.Support;

namespace Auth0.AspNetCore.Mrrt.PostgreSql.Tests;

/// <summary>How often a server waits for the database, counted on the network between them.</summary>
public sealed class RoundTripTests : IAsyncLifetime
{
    private TestServers _servers = null!;
    private ServerUnderTest _server = null!;

    public async Task InitializeAsync()
    {
        if (Server.PostgreSqlPrograms.SkipReason is not null)
        {
            return;
        }

        _servers = await TestServers.CreateAsync();
        _server = await _servers.StartAsync();
        await _server.CreateAsync("a", [1]);
        await _server.Coordinator.CommitAsync("a", Records.Of(1)); // over a connection that is open from now on
        _server.Network.Reset();
    }

    public Task DisposeAsync() => _servers?.DisposeAsync().AsTask() ?? Task.CompletedTask;

    [PostgreSqlFact]
    public async Task An_exchange_is_two()
    {
        await _server.Coordinator.CommitAsync("a", Records.Of(2));
        _server.Network.RoundTrips.Should().Be(2);
    }

    [PostgreSqlFact]
    public async Task A_second_need_of_the_same_turn_is_two_more()
    {
        await using var turn = await _server.EnterAsync("a");
        await turn.CommitAsync(Records.Of(2), default);
        _server.Network.RoundTrips.Should().Be(2);
        await turn.ReloadAsync(default);
        (await turn.CommitAsync(Records.Of(3), default)).Should().BeTrue();
        _server.Network.RoundTrips.Should().Be(4);
    }

    [PostgreSqlFact]
    public async Task A_turn_without_a_commit_is_two()
    {
        await (await _server.EnterAsync("a")).DisposeAsync();
        _server.Network.RoundTrips.Should().Be(2);
    }

    [PostgreSqlTheory]
    [InlineData(true, 3)]
    [InlineData(false, 4)]
    public async Task An_exchange_that_waits_for_another_server_is_three_more_or_four_if_that_one_stored_nothing(bool stores, int more)
    {
        var other = await _servers.StartAsync();
        await other.GetStatusAsync("a"); // over a connection that is open from now on
        other.Network.Reset();
        await using var held = await _server.EnterAsync("a");
        var waiting = other.EnterAsync("a");
        await _servers.WaitingAsync(1);
        if (stores)
        {
            await held.CommitAsync(Records.Of(2), default);
        }

        await held.DisposeAsync();
        await using var turn = await waiting;
        (await turn.CommitAsync(Records.Of(3), default)).Should().BeTrue();
        other.Network.RoundTrips.Should().Be(2 + more);
    }

    [PostgreSqlFact]
    public async Task A_session_that_is_read_or_looked_at_is_one()
    {
        await _server.ReadAsync("a");
        _server.Network.RoundTrips.Should().Be(1);
        await _server.GetStatusAsync("a");
        _server.Network.RoundTrips.Should().Be(2);
    }

    [PostgreSqlTheory]
    [InlineData(false, 0)]
    [InlineData(true, 1)]
    public async Task A_request_with_a_valid_token_costs_none_with_a_cookie_and_one_with_a_stored_session(bool store, int expected)
    {
        await using var both = await TwoServers.StartAsync(store);
        both.Balancer.Only = 0;
        using var browser = await both.SignedInAsync();
        await browser.TokenAsync(AppHost.Inventory);
        both.Networks[0].Reset();
        (await browser.TokenAsync(AppHost.Inventory)).Token.Should().NotBeNull();
        both.Networks[0].RoundTrips.Should().Be(expected);
    }

    /// <summary>The exchange, and the response that writes the cookie.</summary>
    [PostgreSqlFact]
    public async Task A_response_that_writes_the_cookie_costs_one_on_top_of_its_exchange()
    {
        await using var both = await TwoServers.StartAsync(store: false);
        both.Balancer.Only = 0;
        using var browser = await both.SignedInAsync();
        await browser.TokenAsync(AppHost.Inventory);
        both.Networks[0].Reset();
        (await browser.TokenAsync(AppHost.Admin)).Token.Should().NotBeNull();
        both.Networks[0].RoundTrips.Should().Be(3);
    }
}

using Auth0.AspNetCore.Mrrt.Redis.Server;
using Auth0.AspNetCore.Mrrt.Redis.Tests.Support;
using Auth0.AspNetCore.Mrrt.Testing;
using Auth0.AspNetCore.Mrrt.Tests.Support;

namespace Auth0.AspNetCore.Mrrt.Redis.Tests.Faults;

/// <summary>Something happens to Redis while Auth0 is being asked. The tenant's log is the judge.</summary>
public sealed class ExchangeUnderWayTests
{
    private static readonly TimeSpan PastExpiry = TimeSpan.FromHours(25);

    /// <summary>The lease guards the session, since a transaction would have ended with the connection.</summary>
    [RedisTheory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_connection_that_is_cut_lets_no_second_exchange_begin(bool store)
    {
        await using var both = await TwoServers.StartAsync(store);
        await CheckAsync(both, () => both.Networks[0].CutOff(), () => both.ReconnectAsync(0));
    }

    [RedisTheory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Scripts_that_are_forgotten_are_sent_again(bool store)
    {
        var redis = await SharedRedis.ServerAsync();
        await using var both = await TwoServers.StartAsync(store);
        await CheckAsync(both, () => redis.RunAsync("SCRIPT", "FLUSH"));
    }

    /// <summary>Everything is on disk, the turn as well.</summary>
    [RedisTheory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_restart_loses_no_turn_that_is_on_disk(bool store)
    {
        await using var redis = await LocalRedis.StartAsync(LocalRedis.Durable);
        await using var both = await TwoServers.StartAsync(store, backend: await TestServers.CreateAsync(redis));
        await CheckAsync(both, async () =>
        {
            await redis.RestartAsync(immediately: true);
            await both.UntilItAnswersAsync(1);
        });
    }

    private static Task CheckAsync(TwoServers both, Action accident, Func<Task> repair) => CheckAsync(
        both,
        () =>
        {
            accident();
            return Task.CompletedTask;
        },
        repair);

    private static async Task CheckAsync(TwoServers both, Func<Task> accident, Func<Task>? repair = null)
    {
        using var browser = await both.SignedInAsync();
        using var other = browser.Fork();
        both.Tenant.Advance(PastExpiry);
        using var gate = both.Tenant.Faults.HoldTokenCalls(TokenCallMoment.AfterProcessing);
        both.Balancer.Only = 0;
        var first = browser.TokenAsync();
        await gate.WaitForArrivalsAsync(1);
        await accident();
        both.Balancer.Only = 1;
        var second = other.TokenAsync();
        await both.Backend.WaitingAsync(1);
        gate.Release();
        await (repair?.Invoke() ?? Task.CompletedTask);
        var token = (await first).Token;
        token.Should().NotBeNull();
        (await second).Token.Should().Be(token);
        both.Tenant.Exchanges.Should().ContainSingle();
        both.Tenant.ReuseDetections.Should().Be(0);
    }
}

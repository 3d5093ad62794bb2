using System.Net;
using Auth0.AspNetCore.Mrrt.Coordination.Shared;
using Auth0.AspNetCore.Mrrt.Redis.Tests.Support;
using Auth0.AspNetCore.Mrrt.Testing.Contracts;
using Auth0.AspNetCore.Mrrt.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace Auth0.AspNetCore.Mrrt.Redis.Tests.Faults;

/// <summary>Redis is out of reach of one server of a whole application.</summary>
public sealed class OutOfReachTests
{
    private static readonly TimeSpan PastExpiry = TimeSpan.FromHours(25);

    [RedisFact]
    public async Task A_stored_session_is_answered_with_503_and_is_there_again_afterwards()
    {
        using var network = new NetworkRelay((await SharedRedis.ServerAsync()).Port);
        await using var application = await AppHost.StartAsync(build: login => login.WithRedis($"127.0.0.1:{network.Port}", options =>
        {
            options.KeyPrefix = SharedRedis.NewPrefix();
            options.StoreSessions = true;
            options.QuietAfterRestart = TimeSpan.Zero;
        }));
        using var browser = await application.SignedInAsync();
        network.CutOff();
        using (var refused = await browser.GetAsync("/token"))
        {
            refused.StatusCode.Should().Be(HttpStatusCode.ServiceUnavailable);
            refused.Headers.RetryAfter!.Delta.Should().BePositive();
        }

        network.Reconnect();
        HttpStatusCode status;
        do
        {
            using var answer = await browser.GetAsync("/token");
            status = answer.StatusCode;
        }
        while (status == HttpStatusCode.ServiceUnavailable); // the client connects anew
        (await browser.TokenAsync()).Token.Should().NotBeNull();
    }

    [RedisFact]
    public async Task A_sign_out_holds_here_at_once_and_on_the_other_server_later()
    {
        await using var both = await TwoServers.StartAsync(store: false);
        using var browser = await both.SignedInAsync();
        using var copy = browser.Fork();
        both.Balancer.Only = 0;
        both.Networks[0].CutOff();
        (await browser.GetAsync("/logout/local")).EnsureSuccessStatusCode().Dispose();
        (await copy.SessionAsync()).Subject.Should().BeNull();

        await both.ReconnectAsync(0);
        await both.HearAsync(0);
        await both.HearAsync(1);
        both.Balancer.Only = 1;
        (await copy.SessionAsync()).Subject.Should().BeNull();
    }

    /// <summary>For one server, or with sticky sessions.</summary>
    [RedisFact]
    public async Task Who_may_go_on_alone_exchanges_and_tells_the_others_later()
    {
        await using var both = await TwoServers.StartAsync(
            store: false, options => options.WhenUnavailable = WhenUnavailable.CoordinateInProcess);
        using var browser = await both.SignedInAsync();
        using var late = browser.Fork();
        both.Tenant.Advance(PastExpiry);
        both.Balancer.Only = 0;
        both.Networks[0].CutOff();
        var token = (await browser.TokenAsync()).Token;
        token.Should().NotBeNull();

        await both.ReconnectAsync(0);
        await both.HearAsync(0);
        both.Balancer.Only = 1;
        (await late.TokenAsync()).Token.Should().Be(token);
        both.Tenant.Exchanges.Should().ContainSingle();
    }
}

using Auth0.AspNetCore.Mrrt.Login;
using Auth0.AspNetCore.Mrrt.Login.Callback;
using Auth0.AspNetCore.Mrrt.Tenant;
using Auth0.AspNetCore.Mrrt.TokenEndpoint;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;

namespace Auth0.AspNetCore.Mrrt.Tests.Login;

/// <summary>A page that is reloaded while it loads sends its callback twice. A code is presented once (RFC 6749, section
/// 4.1.2).</summary>
public sealed class JoinedCallbackTests
{
    [Theory]
    [InlineData("one", "one", 1)]
    [InlineData("one", "another", 2)]
    public async Task Two_requests_for_one_callback_share_one_redemption(string first, string second, int redemptions)
    {
        var answer = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var rig = await LoginRig.StartAsync();
        await rig.BeginAsync();
        rig.Tenant.Before = (_, _) => answer.Task;
        var tenant = rig.Services.GetRequiredService<ITenants>().Get(Auth0Constants.AuthenticationScheme);
        var client = rig.Services.GetRequiredService<TokenClient>();
        var flights = rig.Services.GetRequiredService<CallbackFlights>();

        Task<CallbackFlight> Join(string login)
        {
            var properties = new AuthenticationProperties();
            properties.Items[LoginItems.Correlation] = login;
            return flights.JoinAsync(tenant, properties, "code-1", new DefaultHttpContext().Response, () => client.RedeemCodeAsync(
                tenant, new Dictionary<string, string> { ["code"] = "code-1" }, CancellationToken.None));
        }

        // Each has joined when its call returns, and neither is answered before both have.
        var (one, other) = (Join(first), Join(second));
        answer.SetResult();
        var sessions = new[] { (await one).SessionId, (await other).SessionId };
        rig.Tenant.To("oauth/token").Should().HaveCount(redemptions);
        sessions.Distinct().Should().HaveCount(redemptions, "one refresh token has one session");
    }

    [Fact]
    public async Task Two_logins_redeem_a_code_each()
    {
        await using var rig = await LoginRig.StartAsync();
        (await rig.RefusalAsync()).Should().BeNull();
        (await rig.RefusalAsync()).Should().BeNull();
        rig.Tenant.To("oauth/token").Should().HaveCount(2, "each login redeems its own code");
    }

    /// <summary>The page is reloaded after the code was redeemed, and before the browser has its session.</summary>
    [Fact]
    public async Task A_redeemed_code_is_joined_until_shortly_after_the_last_response()
    {
        await using var rig = await LoginRig.StartAsync();
        await rig.BeginAsync();
        var (one, two, three) = (new Response(), new Response(), new Response());
        var session = await JoinAsync(rig, one);
        rig.Advance(TimeSpan.FromMinutes(1)); // an event of the application takes its time
        (await JoinAsync(rig, two)).Should().Be(session);
        await one.CompleteAsync();
        rig.Advance(CallbackFlights.KeptAfterResponse);
        (await JoinAsync(rig, three)).Should().Be(session, "the second response is not complete");
        await two.CompleteAsync();
        await three.CompleteAsync();
        rig.Advance(CallbackFlights.KeptAfterResponse - TimeSpan.FromTicks(1));
        SingleFlight(rig).Count.Should().Be(1);
        rig.Advance(TimeSpan.FromTicks(1));
        SingleFlight(rig).Count.Should().Be(0);
        (await JoinAsync(rig, new Response())).Should().NotBe(session);
    }

    [Fact]
    public async Task A_code_that_was_not_redeemed_is_forgotten_at_once()
    {
        await using var rig = await LoginRig.StartAsync();
        await rig.BeginAsync();
        rig.Tenant.Reply = _ => AnswerLies.Content("""{"error":"invalid_grant"}""", 403);
        await JoinAsync(rig, new Response());
        SingleFlight(rig).Count.Should().Be(0);
    }

    [Fact]
    public async Task The_number_of_redeemed_codes_in_memory_is_limited()
    {
        await using var rig = await LoginRig.StartAsync();
        await rig.BeginAsync();
        var response = new Response();
        for (var login = 0; login <= CallbackFlights.MostKept; login++)
        {
            await JoinAsync(rig, response, $"login {login}");
        }

        SingleFlight(rig).Count.Should().Be(CallbackFlights.MostKept);
        await response.CompleteAsync();
        rig.Advance(CallbackFlights.KeptAfterResponse);
        SingleFlight(rig).Count.Should().Be(0);
        await JoinAsync(rig, new Response());
        SingleFlight(rig).Count.Should().Be(1, "there is room again");
    }

    private static CallbackFlights SingleFlight(LoginRig rig) => rig.Services.GetRequiredService<CallbackFlights>();

    private static async Task<string> JoinAsync(LoginRig rig, Response response, string login = "one")
    {
        var tenant = rig.Services.GetRequiredService<ITenants>().Get(Auth0Constants.AuthenticationScheme);
        var client = rig.Services.GetRequiredService<TokenClient>();
        var properties = new AuthenticationProperties();
        properties.Items[LoginItems.Correlation] = login;
        var http = new DefaultHttpContext();
        http.Features.Set<IHttpResponseFeature>(response);
        var flight = await SingleFlight(rig).JoinAsync(tenant, properties, "code-1", http.Response, () => client.RedeemCodeAsync(
            tenant, new Dictionary<string, string> { ["code"] = "code-1" }, CancellationToken.None));
        flight.ToString().Should().NotContain(flight.SessionId);
        return flight.SessionId;
    }

    /// <summary>Completes when a test says so.</summary>
    private sealed class Response : HttpResponseFeature
    {
        private readonly List<Func<Task>> _completed = [];

        public override void OnCompleted(Func<object, Task> callback, object state) => _completed.Add(() => callback(state));

        public Task CompleteAsync() => Task.WhenAll(_completed.Select(completed => completed()));
    }
}

using Auth0.AspNetCore.Mrrt.Login;
using Auth0.AspNetCore.Mrrt.Login.Callback;
using Auth0.AspNetCore.Mrrt.Tenant;
using Auth0.AspNetCore.Mrrt.TokenEndpoint;
using Microsoft.AspNetCore.Authentication;
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
            return flights.JoinAsync(tenant, properties, "code-1", () => client.RedeemCodeAsync(
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
    public async Task A_redemption_that_is_over_is_not_shared()
    {
        await using var rig = await LoginRig.StartAsync();
        (await rig.RefusalAsync()).Should().BeNull();
        (await rig.RefusalAsync()).Should().BeNull();
        rig.Tenant.To("oauth/token").Should().HaveCount(2, "each login redeems its own code");
    }
}

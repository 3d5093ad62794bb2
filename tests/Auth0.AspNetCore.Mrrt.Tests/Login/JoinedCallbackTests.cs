using System.Net;
using Auth0.AspNetCore.Mrrt.Session.Ticket;

namespace Auth0.AspNetCore.Mrrt.Tests.Login;

/// <summary>A page that is reloaded while it loads sends its callback twice. A code is presented once (RFC 6749, section
/// 4.1.2).</summary>
public sealed class JoinedCallbackTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Two_requests_for_one_callback_share_one_redemption(bool granted)
    {
        var (asked, answer) = (Gate(), Gate());
        // Continued on the thread that opens it: the second request has joined when SetResult returns.
        var second = new TaskCompletionSource();
        var arrived = Gate();
        var requests = 0;
        var sessions = new List<string>();
        await using var rig = await LoginRig.StartAsync(options =>
        {
            options.OpenIdConnectEvents.OnAuthorizationCodeReceived = async _ =>
            {
                if (Interlocked.Increment(ref requests) == 2)
                {
                    arrived.SetResult();
                    await second.Task.ConfigureAwait(false);
                }
            };
            options.OpenIdConnectEvents.OnTicketReceived = context =>
            {
                lock (sessions)
                {
                    sessions.Add(TicketTokens.Read(context.Properties!.Items).SessionId);
                }

                return Task.CompletedTask;
            };
        });
        var state = (await rig.BeginAsync())["state"].ToString();
        rig.Tenant.Before = async (path, _) =>
        {
            if (path == "/oauth/token")
            {
                asked.TrySetResult();
                await answer.Task;
            }
        };
        rig.Tenant.Reply = call => granted || !call.Address.EndsWith("/oauth/token", StringComparison.Ordinal)
            ? null
            : AnswerLies.Content("""{"error":"invalid_grant"}""", 403);

        var one = rig.ComeBackAsync(state);
        await asked.Task;
        var other = rig.ComeBackAsync(state);
        await arrived.Task;
        await Task.Run(second.SetResult);
        answer.SetResult();
        using var first = await one;
        using var last = await other;

        var status = granted ? HttpStatusCode.Found : HttpStatusCode.InternalServerError;
        (first.StatusCode, last.StatusCode).Should().Be((status, status));
        first.Headers.Location?.OriginalString.Should().Be("/");
        last.Headers.Location?.OriginalString.Should().Be("/");
        rig.Tenant.To("oauth/token").Should().ContainSingle();
        sessions.Should().HaveCount(granted ? 2 : 0);
        sessions.Distinct().Should().HaveCount(granted ? 1 : 0, "one refresh token has one session");
    }

    private static TaskCompletionSource Gate() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}

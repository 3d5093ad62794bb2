using Auth0.AspNetCore.Mrrt.Tests.Support;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Auth0.AspNetCore.Mrrt.Tests.Attack;

/// <summary>A token that comes after its request ended.</summary>
public sealed class LateAnswerAttackTests
{
    /// <summary>G6. The HttpContext that the event would be given serves somebody else by then. Streaming a response, and
    /// waiting for a token with a time limit.</summary>
    [Fact]
    public async Task No_event_is_raised_for_a_request_that_has_ended_although_its_response_had_begun()
    {
        var over = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Task<string?>? late = null;
        await using var app = await AppHost.StartAsync(map: application => application.MapGet(
            "/started",
            async (HttpContext http, CancellationToken _) =>
            {
                http.Response.OnCompleted(() =>
                {
                    over.SetResult();
                    return Task.CompletedTask;
                });
                await http.Response.WriteAsync("without the token", CancellationToken.None);
                late = http.GetAccessTokenAsync(
                    new AccessTokenRequest { Audience = AppHost.Inventory }, cancellationToken: CancellationToken.None)
                    .AsTask();
            }));
        using var browser = await app.SignedInAsync();
        using var gate = app.Tenant.Faults.HoldTokenCalls();
        (await browser.GetAsync("/started")).Dispose();
        await gate.WaitForArrivalsAsync(1);
        await over.Task;
        gate.Release();

        (await late!).Should().NotBeNull();
        app.Events.Refreshes.Should().BeEmpty();
    }
}

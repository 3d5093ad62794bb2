using System.Security.Claims;
using Auth0.AspNetCore.Mrrt.Tests.Support;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Auth0.AspNetCore.Mrrt.Tests.Attack;

/// <summary>The framework's handler keeps the store's key of a session that has gone, and signs in under it.</summary>
public sealed class SignInAfterSignOutAttackTests
{
    private readonly TaskCompletionSource _arrived = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _go = new(TaskCreationOptions.RunContinuationsAsynchronously);

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Signing_out_and_somebody_else_in_within_one_request_signs_that_one_in_and_nobody_with_an_older_handle(
        bool ours)
    {
        await using var app = await StartAsync(ours);
        using var browser = await app.SignedInAsync();
        var older = browser.Fork();
        (await browser.GetAsync("/switch")).Dispose();

        (await browser.SessionAsync()).Subject.Should().Be("other");
        (await older.SessionAsync()).Subject.Should().BeNull("its handle is of the session before");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Signing_in_while_another_tab_signs_out_signs_in_under_a_new_handle(bool ours)
    {
        await using var app = await StartAsync(ours);
        using var browser = await app.SignedInAsync();
        var tab = browser.Fork();
        var older = browser.Fork();
        var signingIn = browser.GetAsync("/in-slowly");
        await _arrived.Task;
        (await tab.GetAsync("/logout/local")).Dispose();
        _go.SetResult();
        (await signingIn).Dispose();

        (await browser.SessionAsync()).Subject.Should().Be("other");
        (await older.SessionAsync()).Subject.Should().BeNull("its handle is of the session before");
    }

    private Task<AppHost> StartAsync(bool ours) => AppHost.StartAsync(
        build: builder => _ = ours ? builder.WithSessionStore() : builder.WithSessionStore(new RecordedTickets()),
        map: application =>
        {
            application.MapGet("/switch", async (HttpContext http, CancellationToken _) =>
            {
                await http.SignOutAsync("Cookies");
                await http.SignInAsync("Cookies", Other());
                return "switched";
            });
            application.MapGet("/in-slowly", async (HttpContext http, CancellationToken _) =>
            {
                _arrived.SetResult();
                await _go.Task;
                await http.SignInAsync("Cookies", Other());
                return "in";
            });
        });

    private static ClaimsPrincipal Other() => new(new ClaimsIdentity([new(ClaimTypes.NameIdentifier, "other")], "test"));
}

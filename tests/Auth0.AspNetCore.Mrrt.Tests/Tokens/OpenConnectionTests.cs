using System.Net.Http.Json;
using Auth0.AspNetCore.Mrrt.Registration;
using Auth0.AspNetCore.Mrrt.Tests.Support;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Auth0.AspNetCore.Mrrt.Tests.Tokens;

/// <summary>G14: a request that stays open, as a hub's or a stream's does, gets no token after its session has ended.</summary>
public sealed class OpenConnectionTests : IDisposable
{
    private const string Granted = "granted";

    private readonly TaskCompletionSource _open = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _go = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly HeldCalls _held = new();

    public void Dispose() => _held.Dispose();

    [Theory]
    [InlineData(2)]
    [InlineData(25)]
    public async Task After_the_ticket_has_expired_an_open_request_gets_neither_a_stored_token_nor_a_new_one(int hours)
    {
        await using var app = await StartAsync(sliding: false);
        using var browser = await app.SignedInAsync();
        var open = browser.GetAsync("/open");
        await _open.Task;
        app.Tenant.Advance(TimeSpan.FromHours(hours));
        (await AnswersAsync(open)).Should().AllBe(nameof(AccessTokenFailure.SessionEnded));
        app.Tenant.Exchanges.Should().BeEmpty();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task After_a_sign_out_in_another_tab_an_open_request_gets_no_token(bool stored)
    {
        await using var app = await StartAsync(build: builder => _ = stored ? builder.WithSessionStore() : builder);
        using var browser = await app.SignedInAsync();
        using var tab = browser.Fork();
        var open = tab.GetAsync("/open");
        await _open.Task;
        (await browser.GetAsync("/logout/local")).Dispose();
        (await AnswersAsync(open)).Should().AllBe(nameof(AccessTokenFailure.SessionEnded));
        app.Tenant.Exchanges.Should().BeEmpty();
    }

    /// <summary>The open request makes no exchange that would tell it of the sign-in.</summary>
    [Theory]
    [InlineData(false, "/cut")]
    [InlineData(true, "/cut")]
    [InlineData(false, "/cut?at=beginning")]
    public async Task After_a_sign_in_in_another_tab_has_cut_the_session_short_an_open_request_ends_with_it(bool stored, string way)
    {
        await using var app = await StartAsync(build: builder => _ = stored ? builder.WithSessionStore() : builder);
        using var browser = await app.SignedInAsync();
        using var tab = browser.Fork();
        var open = tab.GetAsync("/open");
        await _open.Task;
        (await browser.GetAsync(way)).EnsureSuccessStatusCode().Dispose();
        app.Tenant.Advance(TimeSpan.FromMinutes(11));
        (await AnswersAsync(open)).Should().AllBe(nameof(AccessTokenFailure.SessionEnded));
        app.Tenant.Exchanges.Should().BeEmpty();
    }

    /// <summary>One of the tokens was at hand before the wait.</summary>
    [Fact]
    public async Task A_call_for_several_tokens_gives_none_when_the_session_ends_during_its_wait()
    {
        await using var app = await StartAsync();
        using var browser = await app.SignedInAsync();
        using var tab = browser.Fork();
        _held.Hold();
        var asking = tab.GetAsync("/many");
        await _held.Arrived;
        (await browser.GetAsync("/logout/local")).Dispose();
        _held.Release();
        using var response = await asking;
        (await response.Content.ReadFromJsonAsync<string[]>()).Should().AllBe(nameof(AccessTokenFailure.SessionEnded));
    }

    /// <summary>Its own response carries the prolonged cookie.</summary>
    [Fact]
    public async Task A_request_that_prolongs_its_session_gets_tokens_until_the_new_end()
    {
        await using var app = await StartAsync();
        using var browser = await app.SignedInAsync();
        app.Tenant.Advance(TimeSpan.FromMinutes(40));
        var open = browser.GetAsync("/open");
        await _open.Task;
        app.Tenant.Advance(TimeSpan.FromMinutes(40));
        (await AnswersAsync(open)).Should().AllBe(Granted);
    }

    [Fact]
    public async Task A_renewal_by_another_request_does_not_prolong_an_open_request()
    {
        await using var app = await StartAsync();
        using var browser = await app.SignedInAsync();
        using var tab = browser.Fork();
        var open = tab.GetAsync("/open");
        await _open.Task;
        app.Tenant.Advance(TimeSpan.FromMinutes(40));
        (await browser.TokenAsync()).Reason.Should().BeNull("this request renews the session");
        app.Tenant.Advance(TimeSpan.FromMinutes(40));
        (await browser.TokenAsync()).Reason.Should().BeNull();
        (await AnswersAsync(open)).Should().AllBe(nameof(AccessTokenFailure.SessionEnded));
    }

    [Fact]
    public async Task A_request_whose_validation_renews_the_ticket_gets_tokens_until_the_new_end()
    {
        await using var app = await StartAsync(sliding: false, validate: context => context.ShouldRenew = true);
        using var browser = await app.SignedInAsync();
        app.Tenant.Advance(TimeSpan.FromMinutes(40));
        var open = browser.GetAsync("/open");
        await _open.Task;
        app.Tenant.Advance(TimeSpan.FromMinutes(40));
        (await AnswersAsync(open)).Should().AllBe(Granted);
    }

    private async Task<string[]> AnswersAsync(Task<HttpResponseMessage> open)
    {
        _go.SetResult();
        using var response = await open;
        return (await response.Content.ReadFromJsonAsync<string[]>())!;
    }

    private Task<AppHost> StartAsync(
        bool sliding = true,
        Action<CookieValidatePrincipalContext>? validate = null,
        Action<Auth0WebAppWithAccessTokenAuthenticationBuilder>? build = null) => AppHost.StartAsync(
        services: services => services.Configure<CookieAuthenticationOptions>("Cookies", options =>
        {
            options.ExpireTimeSpan = TimeSpan.FromHours(1);
            options.SlidingExpiration = sliding;
            options.Events.OnValidatePrincipal = context =>
            {
                validate?.Invoke(context);
                return Task.CompletedTask;
            };
        }),
        login: _held.Attach,
        map: MapPages,
        build: build);

    private void MapPages(WebApplication application)
    {
        application.MapGet("/many", async (HttpContext http, CancellationToken _) =>
            (await http.GetAccessTokensAsync(
                [new AccessTokenRequest(), new AccessTokenRequest { Audience = AppHost.Inventory }],
                cancellationToken: CancellationToken.None))
            .Select(result => result.Reason?.ToString() ?? Granted));
        application.MapGet("/cut", async (HttpContext http, TimeProvider time, string? at) =>
        {
            var session = await http.AuthenticateAsync("Cookies");
            session.Properties!.ExpiresUtc = at is null ? time.GetUtcNow().AddMinutes(10) : DateTimeOffset.MinValue;
            await http.SignInAsync("Cookies", session.Principal!, session.Properties);
            return Results.Ok();
        });
        application.MapGet("/open", async (HttpContext http, CancellationToken _) =>
        {
            (await http.GetAccessTokenResultAsync(cancellationToken: _)).Succeeded.Should().BeTrue("the session is alive");
            _open.SetResult();
            await _go.Task;
            var orders = new AccessTokenRequest();
            var inventory = new AccessTokenRequest { Audience = AppHost.Inventory };
            AccessTokenResult[] results =
            [
                await http.GetAccessTokenResultAsync(orders, cancellationToken: _),
                await http.GetAccessTokenResultAsync(new AccessTokenRequest { Scope = "read:orders" }, cancellationToken: _),
                await http.GetAccessTokenResultAsync(inventory, cancellationToken: _),
                .. await http.GetAccessTokensAsync([orders, inventory], cancellationToken: _),
            ];
            return results.Select(result => result.Reason?.ToString() ?? Granted);
        });
    }
}

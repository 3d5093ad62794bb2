using System.Security.Claims;
using Auth0.AspNetCore.Mrrt.Registration;
using Auth0.AspNetCore.Mrrt.Session.Ticket;
using Auth0.AspNetCore.Mrrt.Testing;
using Auth0.AspNetCore.Mrrt.Tests.Support;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Auth0.AspNetCore.Mrrt.Tests.Session.Cookie;

/// <summary>An application that signs in with the items of the request's own session, to change its claims.</summary>
public sealed class ContinuedSignInTests
{
    private const string SessionCookie = "__Host-Auth0.Cookies";

    private readonly TaskCompletionSource _arrived = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _go = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly List<string?> _signedIn = [];

    [Fact]
    public async Task It_is_written_once_with_its_new_claims_and_the_tokens_that_another_request_obtained_meanwhile()
    {
        await using var app = await StartAsync(hold: true);
        using var browser = await app.SignedInAsync();
        using var tab = browser.Fork();
        var renaming = tab.GetAsync("/rename");
        await _arrived.Task;
        var renewed = await browser.TokenAsync(force: true);
        _signedIn.Clear();
        _go.SetResult();
        using var response = await renaming;

        response.Headers.GetValues("Set-Cookie").Should().ContainSingle(cookie => cookie.StartsWith(SessionCookie));
        _signedIn.Should().Equal([renewed.Token], "the application's events are given them as well");
        Ticket(app, tab).Should().Be(("renamed", renewed.Token));
    }

    [Fact]
    public async Task A_token_that_the_application_has_put_in_place_of_the_sessions_stays()
    {
        await using var app = await StartAsync();
        using var browser = await app.SignedInAsync();
        await browser.TokenAsync(force: true);
        (await browser.GetAsync("/rename?token=own")).Dispose();
        Ticket(app, browser).Should().Be(("renamed", "own"));
    }

    [Fact]
    public async Task An_exchange_after_it_in_the_same_request_keeps_the_new_claims()
    {
        await using var app = await StartAsync();
        using var browser = await app.SignedInAsync();
        using var response = await browser.GetAsync("/rename?exchange=true");
        var token = await response.Content.ReadAsStringAsync();
        token.Should().NotBeNullOrEmpty();
        Ticket(app, browser).Should().Be(("renamed", token));
    }

    /// <summary>G8.</summary>
    [Theory]
    [InlineData(null)]
    [InlineData(true)]
    [InlineData(false)]
    public async Task After_the_user_signed_out_in_another_tab_it_signs_nobody_in_and_says_so(bool? ours)
    {
        var tickets = new RecordedTickets();
        await using var app = await StartAsync(hold: true, build: builder => _ = ours switch
        {
            true => builder.WithSessionStore(),
            false => builder.WithSessionStore(tickets),
            null => builder,
        });
        using var browser = await app.SignedInAsync();
        using var tab = browser.Fork();
        var renaming = tab.GetAsync("/rename");
        await _arrived.Task;
        (await browser.GetAsync("/logout/local")).Dispose();
        _go.SetResult();
        using var response = await renaming;

        response.Headers.Contains("Set-Cookie").Should().BeFalse();
        app.Logs.Lines.Should().ContainSingle(line => line.Contains("[202]", StringComparison.Ordinal));
        (await tab.SessionAsync()).Subject.Should().BeNull();
        tickets.Keys.Should().BeEmpty();
    }

    [Theory]
    [InlineData(TicketFormat.Compact)]
    [InlineData(TicketFormat.Framework)]
    public async Task A_session_that_the_application_begins_has_a_name_of_its_own(TicketFormat format)
    {
        await using var app = await StartAsync(format: format);
        using var browser = app.Browser();
        (await browser.GetAsync("/in")).Dispose();
        app.TicketOf(browser)!.Properties.Items[TicketItems.SessionId].Should().HaveLength(22);
    }

    [Theory]
    [InlineData("/in", 1)]
    [InlineData("/rename", 0)]
    [InlineData("/out-and-in", 0)]
    public async Task A_sign_in_that_leaves_the_sessions_tokens_behind_is_told_in_the_log(string path, int times)
    {
        await using var app = await StartAsync();
        using var browser = await app.SignedInAsync();
        (await browser.GetAsync(path)).Dispose();
        app.Logs.Lines.Count(line => line.Contains("[203]", StringComparison.Ordinal)).Should().Be(times);
        (await browser.GetAsync("/in")).Dispose();
        (await browser.GetAsync("/in")).Dispose();
        app.Logs.Lines.Count(line => line.Contains("[203]", StringComparison.Ordinal)).Should().BeLessThan(2, "there are none left");
    }

    private static (string? Name, string? Token) Ticket(AppHost app, TenantBrowser browser)
    {
        var ticket = app.TicketOf(browser)!;
        return (ticket.Principal.FindFirstValue("nickname2"), ticket.Properties.GetTokenValue("access_token"));
    }

    private Task<AppHost> StartAsync(
        bool hold = false,
        Action<Auth0WebAppWithAccessTokenAuthenticationBuilder>? build = null,
        TicketFormat format = TicketFormat.Compact) => AppHost.StartAsync(
        login: options => options.TicketFormat = format,
        services: services => services.Configure<CookieAuthenticationOptions>("Cookies", options =>
            options.Events.OnSigningIn = context =>
            {
                _signedIn.Add(context.Properties.GetTokenValue("access_token"));
                return Task.CompletedTask;
            }),
        build: build,
        map: application =>
        {
            application.MapGet("/in", (HttpContext http) => http.SignInAsync(
                "Cookies", new ClaimsPrincipal(new ClaimsIdentity([new(ClaimTypes.NameIdentifier, "user")], "test"))));
            application.MapGet("/out-and-in", async (HttpContext http, CancellationToken _) =>
            {
                await http.SignOutAsync("Cookies");
                await http.SignInAsync(
                    "Cookies", new ClaimsPrincipal(new ClaimsIdentity([new(ClaimTypes.NameIdentifier, "other")], "test")));
                return "other";
            });
            application.MapGet("/rename", async (HttpContext http, CancellationToken _, string? token, bool exchange = false) =>
            {
                var (principal, properties) = await http.AuthenticateAsync("Cookies") is { Succeeded: true } result
                    ? (result.Principal.Clone(), result.Properties)
                    : throw new InvalidOperationException("nobody is signed in");
                _arrived.SetResult();
                await (hold ? _go.Task : Task.CompletedTask);
                ((ClaimsIdentity)principal.Identity!).AddClaim(new Claim("nickname2", "renamed"));
                if (token is not null)
                {
                    properties!.UpdateTokenValue("access_token", token);
                }

                await http.SignInAsync("Cookies", principal, properties);
                return exchange
                    ? await http.GetAccessTokenAsync(new AccessTokenRequest { ForceRefresh = true }, cancellationToken: _)
                    : "renamed";
            });
        });
}

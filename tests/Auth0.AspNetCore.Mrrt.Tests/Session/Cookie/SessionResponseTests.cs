using System.Net;
using Auth0.AspNetCore.Mrrt.Coordination;
using Auth0.AspNetCore.Mrrt.Registration;
using Auth0.AspNetCore.Mrrt.Tests.Support;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Auth0.AspNetCore.Mrrt.Tests.Session.Cookie;

/// <summary>Protocol, step 10: which responses carry the session, and with what in it.</summary>
public sealed class SessionResponseTests
{
    private readonly CookieAuthenticationEvents _events = new();
    private readonly TaskCompletionSource _arrived = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _go = new(TaskCreationOptions.RunContinuationsAsynchronously);

    [Fact]
    public async Task A_request_that_asked_for_nothing_carries_what_another_one_obtained_meanwhile()
    {
        await using var app = await StartAsync();
        using var browser = await app.SignedInAsync();
        using var tab = browser.Fork();
        var slow = tab.GetAsync("/slow");
        await _arrived.Task;
        var renewed = await browser.TokenAsync(force: true);
        _go.SetResult();
        (await slow).Dispose();
        app.TicketOf(tab)!.Properties.GetTokenValue("access_token").Should().Be(renewed.Token);
    }

    [Fact]
    public async Task What_another_request_has_put_into_the_applications_store_is_not_put_there_again()
    {
        var tickets = new RecordedTickets();
        await using var app = await StartAsync(build: builder => builder.WithSessionStore(tickets));
        using var browser = await app.SignedInAsync();
        var slow = browser.GetAsync("/slow");
        await _arrived.Task;
        await browser.TokenAsync(force: true);
        var renewals = tickets.Renewals;
        _go.SetResult();
        (await slow).Dispose();
        tickets.Renewals.Should().Be(renewals);
    }

    [Fact]
    public async Task A_request_that_changes_nothing_reads_the_applications_store_once_and_writes_nothing()
    {
        var tickets = new RecordedTickets();
        await using var app = await StartAsync(build: builder => builder.WithSessionStore(tickets));
        using var browser = await app.SignedInAsync();
        List<string> calls = [];
        tickets.Before = calls.Add;
        (await browser.SessionAsync()).Subject.Should().NotBeNull();
        calls.Should().Equal("retrieve");
    }

    /// <summary>G8, where the sign-out was on another server.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_session_that_slides_is_looked_up_first_and_one_that_has_ended_elsewhere_does_not(bool ended)
    {
        var sessions = new ScriptedSessions();
        await using var app = await StartAsync(services => services.AddSingleton<ISessionCoordinator>(sessions));
        using var browser = await app.SignedInAsync();
        app.Tenant.Advance(TimeSpan.FromDays(8));
        sessions.Elsewhere = () => new SessionStatus { Ended = ended };
        using var response = await browser.GetAsync("/");
        response.Headers.Contains("Set-Cookie").Should().Be(!ended);
    }

    /// <summary>Neither the tokens that its own validation obtained nor the framework's sliding renewal.</summary>
    [Theory]
    [InlineData(0, true)]
    [InlineData(8, false)]
    [InlineData(8, true)]
    public async Task The_response_to_a_user_who_is_no_longer_welcome_carries_nothing(int days, bool exchanges)
    {
        await using var app = await StartAsync();
        using var browser = await app.SignedInAsync();
        app.Tenant.Advance(TimeSpan.FromDays(days));
        _events.OnValidatePrincipal = async context =>
        {
            _ = exchanges ? await ExchangeAsync(context.HttpContext) : null;
            context.RejectPrincipal();
        };
        using var response = await browser.GetAsync("/");
        response.Headers.Contains("Set-Cookie").Should().BeFalse();
        app.Tenant.Exchanges.Should().HaveCount(exchanges ? 1 : 0);
    }

    [Fact]
    public async Task Where_the_applications_own_check_of_the_sliding_breaks_the_request_does_and_its_response_carries_nothing()
    {
        await using var app = await StartAsync();
        using var browser = await app.SignedInAsync();
        _events.OnCheckSlidingExpiration = async context =>
        {
            await ExchangeAsync(context.HttpContext);
            throw new InvalidOperationException("the application's own fault");
        };
        using var response = await browser.GetAsync("/");
        response.StatusCode.Should().Be(HttpStatusCode.InternalServerError);
        response.Headers.Contains("Set-Cookie").Should().BeFalse();
        app.Tenant.Exchanges.Should().ContainSingle();
    }

    [Fact]
    public async Task The_application_is_not_asked_about_a_session_that_has_ended()
    {
        await using var app = await StartAsync();
        using var browser = await app.SignedInAsync();
        using var late = browser.Fork();
        (await browser.GetAsync("/logout/local")).Dispose();
        List<string> asked = [];
        _events.OnCheckSlidingExpiration = _ => Heard(asked, "sliding");
        _events.OnValidatePrincipal = _ => Heard(asked, "principal");
        (await late.SessionAsync()).Subject.Should().BeNull();
        asked.Should().BeEmpty();
    }

    [Fact]
    public async Task The_application_validates_a_principal_with_the_newest_tokens_beside_it()
    {
        await using var app = await StartAsync();
        using var browser = await app.SignedInAsync();
        using var stale = browser.Fork();
        var renewed = await browser.TokenAsync(force: true);
        string? seen = null;
        _events.OnValidatePrincipal = context =>
        {
            seen = context.Properties.GetTokenValue("access_token");
            return Task.CompletedTask;
        };
        (await stale.SessionAsync()).AccessToken.Should().Be(renewed.Token);
        seen.Should().Be(renewed.Token);
    }

    [Fact]
    public async Task A_principal_that_the_application_renewed_goes_out_with_the_new_tokens()
    {
        await using var app = await StartAsync();
        using var browser = await app.SignedInAsync();
        _events.OnValidatePrincipal = context =>
        {
            var renewed = context.Principal!.Clone();
            renewed.AddIdentity(new([new("validated", "yes")]));
            context.ReplacePrincipal(renewed);
            context.ShouldRenew = true;
            return Task.CompletedTask;
        };
        var answer = await browser.TokenAsync(force: true);
        var ticket = app.TicketOf(browser)!;
        ticket.Properties.GetTokenValue("access_token").Should().Be(answer.Token);
        ticket.Principal.HasClaim("validated", "yes").Should().BeTrue();
    }

    private static ValueTask<string?> ExchangeAsync(HttpContext http) =>
        http.GetAccessTokenAsync(new AccessTokenRequest { ForceRefresh = true });

    private static Task Heard(List<string> heard, string what)
    {
        heard.Add(what);
        return Task.CompletedTask;
    }

    private Task<AppHost> StartAsync(
        Action<IServiceCollection>? services = null,
        Action<Auth0WebAppWithAccessTokenAuthenticationBuilder>? build = null) => AppHost.StartAsync(
        services: collection =>
        {
            collection.Configure<CookieAuthenticationOptions>("Cookies", options => options.Events = _events);
            services?.Invoke(collection);
        },
        map: application => application.MapGet("/slow", async (HttpContext _, CancellationToken _) =>
        {
            _arrived.SetResult();
            await _go.Task;
            return "slow";
        }),
        build: build);
}

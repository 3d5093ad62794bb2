using System.Net.Http.Json;
using Auth0.AspNetCore.Mrrt.Coordination;
using Auth0.AspNetCore.Mrrt.Testing;
using Auth0.AspNetCore.Mrrt.Tests.Support;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Auth0.AspNetCore.Mrrt.Tests.Session.Store;

/// <summary>Sessions that live on the server: with the coordinator, or in a ticket store of the application's.</summary>
public sealed class StoredSessionTests
{
    private static readonly TimeSpan PastExpiry = TimeSpan.FromHours(25);

    private readonly RecordedTickets _tickets = new();

    public enum Kind
    {
        Ours,
        TheApplications,
    }

    public static TheoryData<Kind> Kinds => [Kind.Ours, Kind.TheApplications];

    [Fact]
    public async Task Twenty_requests_at_once_make_one_exchange_and_change_no_cookie()
    {
        await using var app = await StartAsync(Kind.Ours);
        using var browser = await app.SignedInAsync();
        var handle = Handle(browser);
        app.Tenant.Advance(PastExpiry);
        using var gate = app.Tenant.Faults.HoldTokenCalls();
        var calls = Enumerable.Range(0, 20).Select(_ => browser.TokenAsync()).ToArray();
        await gate.WaitForArrivalsAsync(1);
        gate.Release();

        (await Task.WhenAll(calls)).Select(answer => answer.Token).Distinct().Should().ContainSingle()
            .Which.Should().NotBeNull();
        app.Tenant.Exchanges.Should().ContainSingle();
        Handle(browser).Should().Be(handle, "the store has the tokens");
    }

    /// <summary>The exchange writes the store within its turn; the requests that shared it write nothing.</summary>
    [Fact]
    public async Task One_exchange_is_one_write_to_the_applications_store_and_changes_no_cookie()
    {
        await using var app = await StartAsync(Kind.TheApplications);
        using var browser = await app.SignedInAsync();
        var handle = Handle(browser);
        app.Tenant.Advance(PastExpiry);
        var before = _tickets.Renewals;
        var looks = 0;
        var allAreIn = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _tickets.Before = call =>
        {
            if (call == "retrieve" && Interlocked.Increment(ref looks) == 21)
            {
                allAreIn.SetResult(); // each request's look, and the exchange's
            }
        };
        using var gate = app.Tenant.Faults.HoldTokenCalls();
        var calls = Enumerable.Range(0, 20).Select(_ => browser.TokenAsync()).ToArray();
        await gate.WaitForArrivalsAsync(1);
        await allAreIn.Task;
        gate.Release();
        await Task.WhenAll(calls);
        (_tickets.Renewals - before).Should().Be(1);
        Handle(browser).Should().Be(handle);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task The_store_shows_the_new_tokens_to_a_server_that_remembers_nothing(Kind kind)
    {
        await using var app = await StartAsync(kind);
        using var browser = await app.SignedInAsync();
        app.Tenant.Advance(PastExpiry);
        var renewed = await browser.TokenAsync();
        await browser.TokenAsync(AppHost.Inventory);
        app.Tenant.Advance(TimeSpan.FromHours(23)); // past the coordinator's grace

        (await browser.SessionAsync()).AccessToken.Should().Be(renewed.Token);
        app.Tenant.Exchanges.Should().HaveCount(2);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task A_caller_that_gives_up_loses_nothing(Kind kind)
    {
        await using var app = await StartAsync(kind);
        using var browser = await app.SignedInAsync();
        app.Tenant.Advance(PastExpiry);
        using var gate = app.Tenant.Faults.HoldTokenCalls(TokenCallMoment.AfterProcessing);
        using var impatience = new CancellationTokenSource();
        var call = browser.GetAsync("/token", impatience.Token);
        await gate.WaitForArrivalsAsync(1);
        await impatience.CancelAsync();
        await call.Invoking(waiting => waiting).Should().ThrowAsync<Exception>("the client went away");
        gate.Release();

        (await browser.TokenAsync()).Token.Should().NotBeNull();
        app.Tenant.Exchanges.Should().ContainSingle();
        app.Tenant.ReuseDetections.Should().Be(0);
    }

    /// <summary>G8, also where a store creates on renewal what is not there.</summary>
    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task A_sign_out_during_an_exchange_leaves_the_session_gone_and_the_late_token_revoked(Kind kind)
    {
        await using var app = await StartAsync(kind);
        using var browser = await app.SignedInAsync();
        app.Tenant.Advance(PastExpiry);
        var tab = browser.Fork();
        using var gate = app.Tenant.Faults.HoldTokenCalls(TokenCallMoment.AfterProcessing);
        var late = tab.TokenAsync();
        await gate.WaitForArrivalsAsync(1);
        (await browser.GetAsync("/logout/local")).Dispose();
        gate.Release();

        (await late).Reason.Should().Be(nameof(AccessTokenFailure.SessionEnded));
        (await tab.SessionAsync()).Subject.Should().BeNull();
        _tickets.Keys.Should().BeEmpty();
        app.Tenant.Counters.Revocations.Should().Be(1);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task A_renewal_in_the_second_half_of_a_sessions_life_keeps_the_newest_tokens(Kind kind)
    {
        await using var app = await StartAsync(kind);
        using var browser = await app.SignedInAsync();
        var renewed = await browser.TokenAsync(force: true);
        app.Tenant.Advance(TimeSpan.FromDays(8));
        (await browser.SessionAsync()).AccessToken.Should().Be(renewed.Token);
        app.Tenant.Advance(TimeSpan.FromDays(10));
        (await browser.SessionAsync()).AccessToken.Should().Be(renewed.Token, "the session slides");
    }

    /// <summary>Session fixation: the framework keeps a store's key over a sign-in.</summary>
    [Theory]
    [InlineData(Kind.Ours, "/login")]
    [InlineData(Kind.Ours, "/in")]
    [InlineData(Kind.TheApplications, "/login")]
    [InlineData(Kind.TheApplications, "/in")]
    public async Task Who_holds_the_handle_of_before_a_sign_in_sees_nothing_of_the_new_session(Kind kind, string signIn)
    {
        await using var app = await StartAsync(kind);
        using var browser = await app.SignedInAsync();
        var attacker = browser.Fork();
        if (signIn == "/login")
        {
            (await browser.SignInAsync("/login")).Dispose();
        }
        else
        {
            (await browser.GetAsync(signIn)).Dispose();
        }

        (await browser.SessionAsync()).Subject.Should().NotBeNull();
        (await attacker.SessionAsync()).Subject.Should().BeNull();
    }

    /// <summary>The framework's handler has by then decided to renew the session before.</summary>
    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task A_sign_in_over_a_session_that_slides_leaves_the_new_one_in_the_browser(Kind kind)
    {
        await using var app = await StartAsync(kind);
        using var browser = await app.SignedInAsync();
        app.Tenant.Advance(TimeSpan.FromDays(8));
        (await browser.GetAsync("/in")).Dispose();
        (await browser.SessionAsync()).Subject.Should().Be("in");
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task The_framework_sees_the_new_token_in_the_same_request(Kind kind)
    {
        await using var app = await StartAsync(kind);
        using var browser = await app.SignedInAsync();
        var before = await browser.SessionAsync();
        using var response = await browser.GetAsync("/both");
        var tokens = (await response.Content.ReadFromJsonAsync<string[]>())!;
        tokens[0].Should().NotBe(before.AccessToken);
        tokens[1].Should().Be(tokens[0]);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task After_a_second_sign_in_within_a_request_its_tokens_are_kept_and_the_sign_out_ends_it(Kind kind)
    {
        await using var app = await StartAsync(kind);
        using var browser = await app.SignedInAsync();
        (await browser.GetAsync("/in")).Dispose();
        var first = (await browser.SessionAsync()).AccessToken;
        (await browser.GetAsync("/in-twice")).Dispose();
        var second = await browser.SessionAsync();
        second.Subject.Should().Be("twice");
        first.Should().Be("at-in");
        (await browser.GetAsync("/in-and-out")).Dispose();
        (await browser.SessionAsync()).Subject.Should().BeNull();
    }

    [Fact]
    public async Task The_handle_is_small_and_stays_so()
    {
        await using var app = await StartAsync(Kind.Ours);
        using var browser = await app.SignedInAsync();
        var size = Handle(browser).Length;
        size.Should().BeLessThanOrEqualTo(400);
        await browser.TokenAsync(AppHost.Inventory);
        await browser.TokenAsync(AppHost.Admin);
        Handle(browser).Length.Should().Be(size);
    }

    [Fact]
    public async Task The_applications_store_out_of_reach_is_a_transient_failure_and_nothing_is_spent()
    {
        await using var app = await StartAsync(Kind.TheApplications);
        using var browser = await app.SignedInAsync();
        app.Tenant.Advance(PastExpiry);
        var calls = 0;
        // The first look is the request's own, the second is the exchange's.
        _tickets.Before = call => _ = ++calls == 2 ? throw new InvalidOperationException("out of reach") : call;
        (await browser.TokenAsync()).Reason.Should().Be(nameof(AccessTokenFailure.CoordinationUnavailable));
        app.Tenant.Exchanges.Should().BeEmpty();

        (await browser.TokenAsync()).Token.Should().NotBeNull();
    }

    [Fact]
    public async Task What_the_applications_store_failed_to_keep_is_written_by_the_response()
    {
        await using var app = await StartAsync(Kind.TheApplications);
        using var browser = await app.SignedInAsync();
        app.Tenant.Advance(PastExpiry);
        var failures = 0;
        _tickets.Before = call => _ = call == "renew" && failures++ == 0 ? throw new InvalidOperationException("no") : call;
        var renewed = await browser.TokenAsync();
        renewed.Token.Should().NotBeNull();
        failures.Should().Be(2, "once in the exchange and once for the response");

        app.Tenant.Advance(TimeSpan.FromHours(2)); // past the coordinator's grace
        (await browser.SessionAsync()).AccessToken.Should().Be(renewed.Token);
    }

    /// <summary>A store may give the same ticket to many requests at once.</summary>
    [Fact]
    public async Task What_the_applications_store_does_not_keep_the_next_request_knows_and_leaves_the_stores_ticket_alone()
    {
        AuthenticationTicket? given = null;
        await using var app = await StartAsync(Kind.TheApplications);
        using var browser = await app.SignedInAsync();
        var before = await browser.SessionAsync();
        _tickets.Before = call => _ = call == "renew" ? throw new InvalidOperationException("no") : call;
        var renewed = await browser.TokenAsync(force: true);
        renewed.Token.Should().NotBeNull();
        _tickets.Given = ticket => given ??= ticket;

        (await browser.SessionAsync()).AccessToken.Should().Be(renewed.Token);
        given!.Properties.GetTokenValue("access_token").Should().Be(before.AccessToken);
    }

    [Fact]
    public async Task Claims_of_a_refreshed_id_token_are_in_the_stored_session()
    {
        var user = Ada();
        await using var app = await AppHost.StartAsync(
            accessTokens: options => options.RebuildPrincipalOnRefresh = true,
            tenantOptions: options => options.Users.Add(user),
            build: builder => builder.WithSessionStore());
        using var browser = await app.SignedInAsync(user: user);
        user.Name = "Countess";
        await browser.TokenAsync(force: true);
        (await browser.SessionAsync()).Name.Should().Be("Countess");
    }

    /// <summary>G6.</summary>
    [Fact]
    public async Task A_ticket_that_is_filed_under_another_name_opens_nothing()
    {
        var user = Ada();
        await using var app = await StartAsync(Kind.Ours, user);
        using var ada = await app.SignedInAsync(user: user);
        using var eve = await app.SignedInAsync();
        var store = app.Services.GetRequiredService<ISessionStore>();
        var names = await Task.WhenAll(NameAsync(ada), NameAsync(eve));
        var stolen = (await store.ReadAsync(names[0], default))!;
        await store.RenewAsync(names[1], stolen.Ticket, expiresAt: null, default);
        (await eve.SessionAsync()).Subject.Should().BeNull();
        (await ada.SessionAsync()).Subject.Should().Be("auth0|ada");
    }

    private static async Task<string> NameAsync(TenantBrowser browser)
    {
        using var response = await browser.GetAsync("/name");
        return await response.Content.ReadAsStringAsync();
    }

    private static string Handle(TenantBrowser browser) =>
        browser.Cookies.Single(cookie => cookie.Name == "__Host-Auth0.Cookies").Value;

    private static AuthenticationProperties With(string accessToken)
    {
        var properties = new AuthenticationProperties();
        properties.StoreTokens([new AuthenticationToken { Name = "access_token", Value = accessToken }]);
        return properties;
    }

    private static System.Security.Claims.ClaimsPrincipal User(string name) => new(new System.Security.Claims.ClaimsIdentity(
        [new(System.Security.Claims.ClaimTypes.NameIdentifier, name)], "test"));

    private static TenantUser Ada() => new() { Id = "auth0|ada", Name = "Ada", Email = "ada@example.com" };

    private Task<AppHost> StartAsync(Kind kind, params TenantUser[] users) => AppHost.StartAsync(
        tenantOptions: options => users.ToList().ForEach(options.Users.Add),
        build: builder => _ = kind == Kind.Ours ? builder.WithSessionStore() : builder.WithSessionStore(_tickets),
        map: application =>
        {
            application.MapGet("/in", (HttpContext http) => http.SignInAsync("Cookies", User("in"), With("at-in")));
            application.MapGet("/in-twice", async (HttpContext http, CancellationToken _) =>
            {
                await http.SignInAsync("Cookies", User("once"), With("at-once"));
                await http.SignInAsync("Cookies", User("twice"), With("at-twice"));
                return Results.Ok();
            });
            application.MapGet("/in-and-out", async (HttpContext http, CancellationToken _) =>
            {
                await http.SignInAsync("Cookies", User("in"), With("at-in"));
                await http.SignOutAsync("Cookies");
                return Results.Ok();
            });
            application.MapGet("/both", async (HttpContext http, CancellationToken _) => new[]
            {
                await http.GetAccessTokenAsync(new AccessTokenRequest { ForceRefresh = true }, cancellationToken: _),
                await http.GetTokenAsync("access_token"),
            });
            application.MapGet("/name", async (HttpContext http, CancellationToken _) =>
                (await http.AuthenticateAsync()).Properties!.Items[".Auth0.session"]);
        });
}

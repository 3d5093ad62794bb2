using System.Security.Claims;
using Auth0.AspNetCore.Mrrt.Session.Ticket;
using Auth0.AspNetCore.Mrrt.Testing;
using Auth0.AspNetCore.Mrrt.Tests.Support;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Authentication.OAuth;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Auth0.AspNetCore.Mrrt.Tests.Registration;

/// <summary>Users are signed in by the framework's OAuth handler, which knows nothing of this library, and get tokens all the
/// same.</summary>
public sealed class OtherLoginHandlerTests : IAsyncLifetime
{
    private AppHost _host = null!;

    public async Task InitializeAsync() => _host = await AppHost.StartAsync(otherLogin: AddOAuth, map: Map);

    public async Task DisposeAsync() => await _host.DisposeAsync();

    [Fact]
    public async Task The_token_of_the_login_is_given_without_asking_the_tenant()
    {
        using var browser = await _host.SignedInAsync();
        var token = await browser.TokenAsync();
        token.Token.Should().Be((await browser.SessionAsync()).AccessToken);
        token.Scopes.Should().Contain("read:orders");
        _host.Tenant.Exchanges.Should().BeEmpty();
    }

    [Fact]
    public async Task Calls_at_once_for_two_audiences_cost_two_exchanges_and_the_session_keeps_them()
    {
        using var browser = await _host.SignedInAsync();
        var tab = browser.Snapshot();
        string[] audiences = [AppHost.Inventory, AppHost.Admin];
        var answers = await Task.WhenAll(Enumerable.Range(0, 30).Select(i => tab.TokenAsync(audiences[i % 2])));

        answers.Should().OnlyContain(answer => answer.Token != null);
        answers.Select(answer => answer.Token).Distinct().Should().HaveCount(2);
        _host.Tenant.Counters.Exchanges.Should().Be(2);
        _host.Tenant.Counters.ReuseDetections.Should().Be(0);
        (await tab.TokenAsync(AppHost.Admin)).Token.Should().Be(answers[1].Token, "a late cookie finds the newest");
        _host.Tenant.Counters.Exchanges.Should().Be(2);
    }

    [Fact]
    public async Task What_an_exchange_brings_is_in_the_cookie_and_for_the_framework_to_read()
    {
        using var browser = await _host.SignedInAsync();
        var before = await browser.SessionAsync();
        _host.Tenant.Advance(TimeSpan.FromHours(25));
        var token = await browser.TokenAsync();
        var after = await browser.SessionAsync();

        after.AccessToken.Should().Be(token.Token).And.NotBe(before.AccessToken);
        after.RefreshToken.Should().NotBe(before.RefreshToken);
        _host.TicketOf(browser)!.Properties.Items[".Token.refresh_token"].Should().Be(after.RefreshToken);
    }

    [Fact]
    public async Task Who_has_signed_out_of_the_cookie_gets_nothing_with_a_copy_of_it()
    {
        using var browser = await _host.SignedInAsync();
        var copy = browser.Snapshot();
        (await browser.GetAsync("/logout/local")).Dispose();

        (await copy.TokenAsync()).Reason.Should().Be(nameof(AccessTokenFailure.NotSignedIn));
        _host.Tenant.Exchanges.Should().BeEmpty();
    }

    /// <summary>The handler keeps the items that a login began with, and puts its tokens to them.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_login_that_is_begun_with_a_sessions_own_items_is_another_session(bool withoutCookie)
    {
        using var browser = await _host.SignedInAsync();
        var alices = await browser.TokenAsync(AppHost.Inventory);
        var alice = browser.Snapshot();
        var name = NameOf(browser);
        var bob = _host.Tenant.Users[1];
        (await browser.SignInAsync(withoutCookie ? "/again?forget=true" : "/again", bob)).Dispose();

        NameOf(browser).Should().NotBe(name);
        (await browser.SessionAsync()).AccessToken.Should().NotBe((await alice.SessionAsync()).AccessToken);
        var bobs = await browser.TokenAsync(AppHost.Inventory);
        bobs.Token.Should().NotBeNull().And.NotBe(alices.Token);
        _host.Tenant.Exchanges[^1].UserId.Should().Be(bob.Id);
        if (!withoutCookie)
        {
            (await alice.TokenAsync(AppHost.Inventory)).Reason.Should().Be(nameof(AccessTokenFailure.NotSignedIn));
        }
        else
        {
            (await alice.TokenAsync(AppHost.Inventory)).Token.Should().Be(alices.Token, "nobody told that her session has ended");
        }

        string NameOf(TenantBrowser of) => _host.TicketOf(of)!.Properties.Items[TicketItems.SessionId]!;
    }

    /// <summary>The handler of another scheme keeps no tokens, and gives back the items that the login began with.</summary>
    [Fact]
    public async Task A_login_without_tokens_over_a_sessions_items_has_none_of_its_tokens()
    {
        using var browser = await _host.SignedInAsync();
        (await browser.TokenAsync(AppHost.Inventory)).Token.Should().NotBeNull();
        (await browser.SignInAsync("/again?scheme=Plain", _host.Tenant.Users[1])).Dispose();

        (await browser.SessionAsync()).Should().Match<SessionAnswer>(session =>
            session.AccessToken == null && session.RefreshToken == null && session.IdToken == null);
        (await browser.TokenAsync(AppHost.Inventory)).Reason.Should().Be(nameof(AccessTokenFailure.NotSignedIn));
        _host.TicketOf(browser)!.Properties.Items.Keys.Should().NotContain(TicketItems.AccessTokens);
    }

    /// <summary>What it put there then is what the session was named for.</summary>
    [Fact]
    public async Task Tokens_that_the_application_changes_while_it_signs_in_are_the_sessions_own()
    {
        await using var host = await AppHost.StartAsync(otherLogin: AddOAuth, map: Map, services: services =>
            services.Configure<CookieAuthenticationOptions>("Cookies", options => options.Events.OnSigningIn = context =>
            {
                context.Properties.UpdateTokenValue("refresh_token", "the-applications-own");
                return Task.CompletedTask;
            }));
        using var browser = await host.SignedInAsync();
        var name = host.TicketOf(browser)!.Properties.Items[TicketItems.SessionId];
        (await browser.GetAsync("/on")).Dispose();

        var items = host.TicketOf(browser)!.Properties.Items;
        items[TicketItems.RefreshToken].Should().Be("the-applications-own");
        items[TicketItems.SessionId].Should().Be(name);
    }

    /// <summary>Tokens that the application has got from somewhere else: for this tenant to see they would have to be
    /// its own.</summary>
    [Fact]
    public async Task A_session_that_does_not_tell_who_began_it_is_not_used()
    {
        using var browser = _host.Browser();
        (await browser.GetAsync("/by-hand")).Dispose();
        (await browser.SessionAsync()).RefreshToken.Should().Be("somebody-elses");
        (await browser.TokenAsync(AppHost.Inventory)).Reason.Should().Be(nameof(AccessTokenFailure.NotSignedIn));
        _host.Tenant.Exchanges.Should().BeEmpty();
    }

    [Fact]
    public async Task The_sessions_can_live_on_the_server()
    {
        await using var host = await AppHost.StartAsync(otherLogin: AddOAuth, build: auth0 => auth0.WithSessionStore());
        using var browser = await host.SignedInAsync();
        (await browser.TokenAsync(AppHost.Inventory)).Token.Should().NotBeNull();
        browser.Cookies.Sum(cookie => cookie.Value.Length).Should().BeLessThan(400);
    }

    /// <summary>Or everybody who is signed in would not be any more.</summary>
    [Fact]
    public void The_applications_cookie_keeps_its_name() =>
        _host.Services.GetRequiredService<IOptionsMonitor<CookieAuthenticationOptions>>().Get("Cookies").Cookie.Name
            .Should().Be(".AspNetCore.Cookies");

    [Fact]
    public async Task A_scheme_that_nobody_registered_is_refused_at_the_start() =>
        await Starting((services, _) => services.AddAuthentication().AddCookie("Cookies"))
            .Should().ThrowAsync<InvalidOperationException>().WithMessage("*'Auth0'*no login handler*AddAuth0WebApp*");

    [Fact]
    public async Task A_scheme_that_answers_no_login_is_refused_at_the_start() =>
        await Starting((services, _) => services.AddAuthentication().AddCookie("Cookies").AddCookie("Auth0"))
            .Should().ThrowAsync<InvalidOperationException>().WithMessage("*'Auth0'*answers no login*");

    [Fact]
    public async Task A_cookie_scheme_that_nobody_registered_is_refused_at_the_start() =>
        await Starting((services, _) => services.AddAuthentication().AddOAuth("Auth0", Endpoints))
            .Should().ThrowAsync<InvalidOperationException>().WithMessage("*CookieAuthenticationScheme 'Cookies'*");

    [Fact]
    public async Task A_scheme_of_AddAuth0WebApp_has_WithAccessToken_instead() =>
        await Starting((services, _) => services.AddAuth0WebApp(_ => { }))
            .Should().ThrowAsync<InvalidOperationException>().WithMessage("*'Auth0'*WithAccessToken*");

    [Fact]
    public void Nothing_may_be_missing()
    {
        var services = new ServiceCollection();
        services.Invoking(all => all.AddAuth0AccessTokens("", _ => { }, _ => { })).Should().Throw<ArgumentException>();
        services.Invoking(all => all.AddAuth0AccessTokens("Auth0", null!, _ => { })).Should().Throw<ArgumentNullException>();
        services.Invoking(all => all.AddAuth0AccessTokens("Auth0", _ => { }, null!)).Should().Throw<ArgumentNullException>();
        services.Should().BeEmpty();
    }

    private static Func<Task> Starting(Action<IServiceCollection, Auth0Tenant> otherLogin) =>
        async () => await (await AppHost.StartAsync(otherLogin: otherLogin)).DisposeAsync();

    private static void AddOAuth(IServiceCollection services, Auth0Tenant tenant)
    {
        tenant.Client.Callbacks.Add("https://localhost/callback/plain");
        services
            .AddAuthentication("Cookies")
            .AddCookie("Cookies")
            .AddOAuth(Auth0Constants.AuthenticationScheme, options => Tenant(options, tenant))
            .AddOAuth("Plain", options =>
            {
                Tenant(options, tenant);
                options.CallbackPath = "/callback/plain";
                options.SaveTokens = false;
            });
    }

    private static void Tenant(OAuthOptions options, Auth0Tenant tenant)
    {
        Endpoints(options);
        options.AuthorizationEndpoint = $"https://{tenant.Domain}/authorize";
        options.TokenEndpoint = $"https://{tenant.Domain}/oauth/token";
        options.ClientId = tenant.Client.ClientId;
        options.ClientSecret = tenant.Client.ClientSecret;
        options.BackchannelHttpHandler = tenant.CreateHandler();
        options.UsePkce = true;
        options.SaveTokens = true;
        options.AdditionalAuthorizationParameters["audience"] = AppHost.Orders;
        Array.ForEach(["openid", "profile", "offline_access", "read:orders"], scope => options.Scope.Add(scope));
    }

    private static void Map(WebApplication application)
    {
        application.MapGet("/again", async (HttpContext http, string? scheme, bool forget = false) =>
        {
            var session = (await http.AuthenticateAsync("Cookies")).Properties!;
            if (forget)
            {
                http.Response.Cookies.Delete(".AspNetCore.Cookies"); // the answer comes without it, as a form does
            }

            await http.ChallengeAsync(
                scheme ?? Auth0Constants.AuthenticationScheme, new AuthenticationProperties(session.Items) { RedirectUri = "/" });
        });
        application.MapGet("/on", async (HttpContext http, CancellationToken _) =>
        {
            var session = await http.AuthenticateAsync("Cookies");
            await http.SignInAsync("Cookies", session.Principal!, session.Properties);
        });
        application.MapGet("/by-hand", (HttpContext http) =>
        {
            var properties = new AuthenticationProperties();
            properties.StoreTokens([new AuthenticationToken { Name = "refresh_token", Value = "somebody-elses" }]);
            return http.SignInAsync("Cookies", new ClaimsPrincipal(new ClaimsIdentity("other")), properties);
        });
    }

    private static void Endpoints(OAuthOptions options)
    {
        options.AuthorizationEndpoint = "https://tenant.example.com/authorize";
        options.TokenEndpoint = "https://tenant.example.com/oauth/token";
        options.ClientId = "client-id";
        options.ClientSecret = "client-secret";
        options.CallbackPath = "/callback";
    }
}

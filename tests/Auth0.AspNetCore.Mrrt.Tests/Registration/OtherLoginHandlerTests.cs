using Auth0.AspNetCore.Mrrt.Testing;
using Auth0.AspNetCore.Mrrt.Tests.Support;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Auth0.AspNetCore.Mrrt.Tests.Registration;

/// <summary>Users are signed in by the framework's OAuth handler, which knows nothing of this library, and get tokens all the
/// same.</summary>
public sealed class OtherLoginHandlerTests : IAsyncLifetime
{
    private AppHost _host = null!;

    public async Task InitializeAsync() => _host = await AppHost.StartAsync(otherLogin: AddOAuth);

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
    public async Task Calls_at_once_for_three_audiences_cost_three_exchanges_and_the_session_keeps_them()
    {
        using var browser = await _host.SignedInAsync();
        var tab = browser.Snapshot();
        string[] audiences = [AppHost.Inventory, AppHost.Admin, AppHost.Orders];
        var answers = await Task.WhenAll(Enumerable.Range(0, 30).Select(i => tab.TokenAsync(audiences[i % 3], force: i % 3 == 2)));

        answers.Should().OnlyContain(answer => answer.Token != null);
        answers.Select(answer => answer.Token).Distinct().Should().HaveCount(3);
        _host.Tenant.Counters.Exchanges.Should().Be(3);
        _host.Tenant.Counters.ReuseDetections.Should().Be(0);
        (await tab.TokenAsync(AppHost.Admin)).Token.Should().Be(answers[1].Token, "a late cookie finds the newest");
        _host.Tenant.Counters.Exchanges.Should().Be(3);
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

    private static void AddOAuth(IServiceCollection services, Auth0Tenant tenant) => services
        .AddAuthentication("Cookies")
        .AddCookie("Cookies")
        .AddOAuth(Auth0Constants.AuthenticationScheme, options =>
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
        });

    private static void Endpoints(Microsoft.AspNetCore.Authentication.OAuth.OAuthOptions options)
    {
        options.AuthorizationEndpoint = "https://tenant.example.com/authorize";
        options.TokenEndpoint = "https://tenant.example.com/oauth/token";
        options.ClientId = "client-id";
        options.ClientSecret = "client-secret";
        options.CallbackPath = "/callback";
    }
}

using Auth0.AspNetCore.Mrrt.Testing;
using Auth0.AspNetCore.Mrrt.Tests.Support;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Auth0.AspNetCore.Mrrt.Tests.Registration;

/// <summary>Users are signed in by the framework's own OpenID Connect handler, which knows nothing of this library, and get
/// tokens all the same.</summary>
public sealed class FrameworkLoginTests : IAsyncLifetime
{
    private AppHost _host = null!;

    public async Task InitializeAsync() => _host = await AppHost.StartAsync(otherLogin: AddOpenIdConnect);

    public async Task DisposeAsync() => await _host.DisposeAsync();

    [Fact]
    public async Task The_token_of_the_login_is_given_without_asking_the_tenant()
    {
        using var browser = await _host.SignedInAsync();
        var token = await browser.TokenAsync();
        var session = await browser.SessionAsync();
        token.Token.Should().NotBeNull().And.Be(session.AccessToken);
        token.Scopes.Should().Contain("read:orders");
        session.IdToken.Should().NotBeNull();
        _host.Tenant.Exchanges.Should().BeEmpty();
        (await _host.Services.GetRequiredService<IAuthenticationSchemeProvider>().GetSchemeAsync(Auth0Constants.AuthenticationScheme))!
            .HandlerType.Should().Be<OpenIdConnectHandler>();
    }

    [Fact]
    public async Task A_token_for_a_second_API_costs_one_exchange_and_is_kept()
    {
        using var browser = await _host.SignedInAsync();
        var before = await browser.SessionAsync();
        var token = await browser.TokenAsync(AppHost.Inventory);
        token.Token.Should().NotBeNull().And.NotBe(before.AccessToken);
        (await browser.TokenAsync(AppHost.Inventory)).Token.Should().Be(token.Token);

        _host.Tenant.Exchanges.Should().ContainSingle().Which.IssuedAudience.Should().Be(AppHost.Inventory);
        (await browser.SessionAsync()).RefreshToken.Should().NotBeNull().And.NotBe(before.RefreshToken);
    }

    [Fact]
    public async Task Ten_calls_at_once_present_no_refresh_token_twice()
    {
        using var browser = await _host.SignedInAsync();
        var tab = browser.Snapshot();
        string[] audiences = [AppHost.Inventory, AppHost.Admin];
        var answers = await Task.WhenAll(Enumerable.Range(0, 10).Select(i => tab.TokenAsync(audiences[i % 2])));

        answers.Should().OnlyContain(answer => answer.Token != null);
        answers.Select(answer => answer.Token).Distinct().Should().HaveCount(2);
        _host.Tenant.Counters.Exchanges.Should().Be(2);
        _host.Tenant.Counters.ReuseDetections.Should().Be(0);
        (await tab.TokenAsync(AppHost.Admin)).Token.Should().Be(answers[1].Token, "a late cookie finds the newest");
    }

    [Fact]
    public async Task A_renewed_token_is_where_the_framework_looks_for_it()
    {
        using var browser = await _host.SignedInAsync();
        var before = await browser.SessionAsync();
        var token = await browser.TokenAsync(force: true);
        var after = await browser.SessionAsync();
        after.AccessToken.Should().Be(token.Token).And.NotBe(before.AccessToken);
        after.RefreshToken.Should().NotBe(before.RefreshToken);
        after.Name.Should().NotBeNull().And.Be(before.Name);
    }

    [Fact]
    public async Task A_copy_of_the_cookie_gets_nothing_after_the_sign_out()
    {
        using var browser = await _host.SignedInAsync();
        var copy = browser.Snapshot();
        (await browser.GetAsync("/logout/local")).Dispose();

        (await browser.TokenAsync()).Reason.Should().Be(nameof(AccessTokenFailure.NotSignedIn));
        (await copy.TokenAsync(AppHost.Inventory)).Reason.Should().Be(nameof(AccessTokenFailure.NotSignedIn));
        _host.Tenant.Exchanges.Should().BeEmpty();
    }

    [Fact]
    public async Task Another_user_in_the_same_browser_gets_a_session_of_her_own()
    {
        using var browser = await _host.SignedInAsync();
        var alices = await browser.TokenAsync(AppHost.Inventory);
        (await browser.SignInAsync("/login", _host.Tenant.Users[1])).Dispose();
        var bobs = await browser.TokenAsync(AppHost.Inventory);
        bobs.Token.Should().NotBeNull().And.NotBe(alices.Token);
        _host.Tenant.Exchanges[^1].UserId.Should().Be(_host.Tenant.Users[1].Id);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Claims_follow_a_refresh_as_the_client_s_claim_actions_say(bool removed)
    {
        await using var host = await AppHost.StartAsync(
            options => options.RebuildPrincipalOnRefresh = true,
            otherLogin: AddOpenIdConnect,
            client: client => client.ClaimActions.Remove(removed ? "name" : "picture"));
        using var browser = await host.SignedInAsync();
        var before = (await browser.SessionAsync()).Name;
        host.Tenant.Users[0].Name = "Another Name";
        (await browser.TokenAsync(force: true)).Token.Should().NotBeNull();
        before.Should().NotBeNull().And.NotBe("Another Name");
        (await browser.SessionAsync()).Name.Should().Be(removed ? before : "Another Name");
    }

    [Fact]
    public async Task A_login_that_does_not_ask_for_a_refresh_token_ends_with_a_reason_that_says_so()
    {
        await using var host = await AppHost.StartAsync(otherLogin: (services, tenant) =>
        {
            AddOpenIdConnect(services, tenant);
            services.Configure<OpenIdConnectOptions>(
                Auth0Constants.AuthenticationScheme, options => options.Scope.Remove("offline_access"));
        });
        using var browser = await host.SignedInAsync();
        (await browser.TokenAsync()).Token.Should().NotBeNull();
        var missing = await browser.TokenAsync(AppHost.Inventory);
        missing.Reason.Should().Be(nameof(AccessTokenFailure.NoRefreshTokenGranted));
        missing.Description.Should().Contain("SaveTokens").And.Contain("offline_access");
    }

    [Fact]
    public async Task A_client_that_cannot_work_is_refused_at_the_start()
    {
        var start = () => AppHost.StartAsync(
            otherLogin: AddOpenIdConnect, client: client => client.BackchannelTimeout = Timeout.InfiniteTimeSpan);
        await start.Should().ThrowAsync<OptionsValidationException>().WithMessage("*BackchannelTimeout*");
    }

    [Fact]
    public async Task A_cookie_scheme_that_is_none_is_refused_at_the_start()
    {
        var start = () => AppHost.StartAsync(
            otherLogin: (services, tenant) =>
            {
                AddOpenIdConnect(services, tenant);
                services.AddAuthentication().AddOpenIdConnect("Second", options => Tenant(options, tenant, "/callback/second"));
            },
            client: client => client.CookieAuthenticationScheme = "Second");
        await start.Should().ThrowAsync<InvalidOperationException>().WithMessage("*'Second'*no cookie scheme*");
    }

    [Fact]
    public async Task A_scheme_that_nobody_registered_is_refused_at_the_start()
    {
        var start = () => AppHost.StartAsync(otherLogin: (services, tenant) => services
            .AddAuthentication("Cookies").AddCookie("Cookies").AddOpenIdConnect("Second", options => Tenant(options, tenant, "/callback")));
        await start.Should().ThrowAsync<InvalidOperationException>().WithMessage("*'Auth0'*no login handler*");
    }

    private static void AddOpenIdConnect(IServiceCollection services, Auth0Tenant tenant) => services
        // The framework's handler writes the code of a login into the log, at Trace.
        .AddLogging(logging => logging.AddFilter(typeof(OpenIdConnectHandler).FullName, LogLevel.Debug))
        .AddAuthentication("Cookies")
        .AddCookie("Cookies")
        .AddOpenIdConnect(Auth0Constants.AuthenticationScheme, options => Tenant(options, tenant, "/callback"));

    internal static void Tenant(OpenIdConnectOptions options, Auth0Tenant tenant, string callback)
    {
        options.Authority = $"https://{tenant.Domain}";
        options.ClientId = tenant.Client.ClientId;
        options.ClientSecret = tenant.Client.ClientSecret;
        options.BackchannelHttpHandler = tenant.CreateHandler();
        options.CallbackPath = callback;
        options.ResponseType = "code";
        options.ResponseMode = "query";
        options.SaveTokens = true;
        options.MapInboundClaims = false;
        options.TokenValidationParameters.NameClaimType = "name";
        options.AdditionalAuthorizationParameters["audience"] = AppHost.Orders;
        Array.ForEach(["offline_access", "read:orders"], options.Scope.Add);
    }
}

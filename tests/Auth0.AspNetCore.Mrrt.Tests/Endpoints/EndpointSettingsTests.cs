using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Auth0.AspNetCore.Mrrt.Tests.Endpoints;

/// <summary>Settings of <c>MapAuth0</c> come from code and from configuration. A wrong one stops the application before its
/// start.</summary>
public sealed class EndpointSettingsTests
{
    public static TheoryData<string> AllSettings => [.. typeof(Auth0EndpointsOptions).GetProperties().Select(property => property.Name)];

    [Theory]
    [MemberData(nameof(AllSettings))]
    public void Each_setting_can_be_read_from_configuration(string name) =>
        new Action(() => Map(settings: [($"Endpoints:{name}", null)])).Should().NotThrow();

    [Fact]
    public void Configuration_sets_them_and_code_comes_after_it()
    {
        var options = Map(
            code => code.LogoutPath = "/leave",
            ("Endpoints:Prefix", "/account"), ("Endpoints:LoginPath", ""), ("Endpoints:LogoutPath", "/logout-1"),
            ("Endpoints:LogoutByGet", "never"), ("Endpoints:AllowFederatedLogout", "false"), ("Endpoints:ProfileAnswersNoContent", "true"),
            ("Endpoints:LoginParameters:0", "ui_locales"), ("Endpoints:LoginParameters:1", "ext-*"), ("Endpoints:ProfileClaims", ""));
        options.Prefix.Should().Be(new PathString("/account"));
        options.LoginPath.HasValue.Should().BeFalse();
        options.LogoutPath.Should().Be(new PathString("/leave"));
        options.LogoutByGet.Should().Be(LogoutByGet.Never);
        options.AllowFederatedLogout.Should().BeFalse();
        options.ProfileAnswersNoContent.Should().BeTrue();
        options.LoginParameters.Should().BeEquivalentTo("ui_locales", "ext-*");
        options.ProfileClaims.Should().BeEmpty("a list replaces the default");
    }

    [Fact]
    public void The_section_of_the_endpoints_may_stand_in_a_section_that_access_tokens_share() =>
        new Action(() => Map(tokens: true, null, ("Audience", "https://orders.example.com"), ("Endpoints:Prefix", "/account")))
            .Should().NotThrow();

    [Theory]
    [InlineData("Endpoints:LoginPaths", "/x", "*'Auth0:Endpoints:LoginPaths'*unknown*")]
    [InlineData("Endpoints:LoginPath", "login", "*'Auth0:Endpoints:LoginPath'*begins with /*")]
    [InlineData("Endpoints:LogoutByGet", "Sometimes", "*'Auth0:Endpoints:LogoutByGet'*SameOrigin*")]
    [InlineData("Endpoints:LoginParameters", "prompt", "*'Auth0:Endpoints:LoginParameters'*list*")]
    [InlineData("Endpoints", "/x", "*'Auth0:Endpoints'*unknown*")]
    public void A_setting_that_cannot_be_read_is_an_error_that_names_it(string name, string value, string says) =>
        new Action(() => Map(settings: [(name, value)])).Should().Throw<InvalidOperationException>().WithMessage(says);

    [Theory]
    [InlineData("/callback", "*'/callback'*login handler of scheme 'Auth0'*")]
    [InlineData("/CALLBACK", "*'/CALLBACK'*login handler*")]
    [InlineData("/signed-out", "*'/signed-out'*login handler*")]
    [InlineData("/{anything}", "*'/{anything}'*segments*")]
    [InlineData("/log in", "*segments*")]
    [InlineData("/login/", "*segments*")]
    [InlineData("//login", "*segments*")]
    [InlineData("/a/../callback", "*segments*")]
    [InlineData("/*", "*segments*")]
    [InlineData("/logout", "*'/logout'*two endpoints*")]
    public void A_path_that_leads_elsewhere_is_refused(string path, string says) =>
        new Action(() => Map(options => (options.Prefix, options.LoginPath) = ("", path)))
            .Should().Throw<OptionsValidationException>().WithMessage(says);

    [Theory]
    [InlineData("state")]
    [InlineData("Redirect_Uri")]
    [InlineData("request")]
    [InlineData("returnTo")]
    [InlineData("a b")]
    [InlineData("")]
    public void A_parameter_that_no_address_may_bring_is_refused(string name) =>
        new Action(() => Map(options => options.LoginParameters.Add(name)))
            .Should().Throw<OptionsValidationException>().WithMessage($"*LoginParameters holds '{name}'*");

    [Theory]
    [InlineData("https://orders.example.com", "", "*no scopes for 'https://orders.example.com'*")]
    [InlineData("https://orders.example.com", " ", "*no scopes*")]
    [InlineData("", "read:orders", "*without an audience*")]
    [InlineData("https://orders.example.com\n", "read:orders", "*BrowserAccessTokens:*character*")]
    [InlineData("https://inventory.example.com", "read:stock", "*fewer scopes for 'https://inventory.example.com'*ScopeByAudience*")]
    public void Audiences_for_a_browser_that_would_get_everything_or_nothing_are_refused(string audience, string scope, string says) =>
        new Action(() => Map(
                tokens: true,
                options => options.BrowserAccessTokens[audience] = scope,
                ("ScopeByAudience:https://inventory.example.com", "openid read:stock write:stock")))
            .Should().Throw<OptionsValidationException>().WithMessage(says);

    [Fact]
    public void Audiences_for_a_browser_need_access_tokens_and_come_from_configuration_too()
    {
        new Action(() => Map(options => options.BrowserAccessTokens["https://orders.example.com"] = "read:orders"))
            .Should().Throw<OptionsValidationException>().WithMessage("*WithAccessToken*");
        Map(tokens: true, null, ("Endpoints:BrowserAccessTokens:https://orders.example.com", "read:orders"))
            .BrowserAccessTokens.Should().Contain("https://orders.example.com", "read:orders");
    }

    [Fact]
    public void All_that_is_wrong_is_said_at_once() =>
        new Action(() => Map(options =>
            {
                options.LoginPath = "/{x}";
                options.LoginParameters.Add("nonce");
                options.LogoutByGet = (LogoutByGet)9;
            }))
            .Should().Throw<OptionsValidationException>().Which.Failures.Should().HaveCount(3);

    [Fact]
    public void A_scheme_without_a_login_of_this_library_is_refused()
    {
        using var none = Empty().Build();
        none.Invoking(application => application.MapAuth0()).Should().Throw<InvalidOperationException>().WithMessage("*AddAuth0WebApp*");

        var builder = Builder();
        builder.Services.AddAuth0AccessTokens("Theirs", _ => { }, _ => { });
        using var application = builder.Build();
        application.Invoking(it => it.MapAuth0("Theirs")).Should().Throw<InvalidOperationException>().WithMessage("*'Theirs'*your own*");
        application.Invoking(it => it.MapAuth0("Unknown")).Should().Throw<InvalidOperationException>().WithMessage("*'Unknown'*AddAuth0WebApp*");
    }

    [Fact]
    public void A_scheme_is_mapped_once_and_two_schemes_share_no_path()
    {
        var builder = Builder();
        builder.Services.AddAuth0WebApp("Staff", options =>
        {
            Login(options);
            options.CallbackPath = "/callback/staff";
            options.SignedOutCallbackPath = default;
            options.CookieAuthenticationScheme = "StaffCookies";
        });
        using var application = builder.Build();
        application.MapAuth0();
        application.Invoking(it => it.MapAuth0()).Should().Throw<InvalidOperationException>().WithMessage("*twice*");
        application.Invoking(it => it.MapAuth0("Staff")).Should().Throw<OptionsValidationException>()
            .WithMessage("*'/auth/login'*scheme 'Auth0'*Prefix*");
        application.Invoking(it => it.MapAuth0("Staff", options => (options.Prefix, options.LoginPath) = ("/callback", "/staff")))
            .Should().Throw<OptionsValidationException>().WithMessage("*'/callback/staff'*scheme 'Staff'*");
        application.Invoking(it => it.MapAuth0("Staff", options => options.Prefix = "/staff")).Should().NotThrow();
    }

    private static Auth0EndpointsOptions Map(Action<Auth0EndpointsOptions>? configure = null, params (string, string?)[] settings) =>
        Map(tokens: false, configure, settings);

    private static Auth0EndpointsOptions Map(
        bool tokens, Action<Auth0EndpointsOptions>? configure, params (string Key, string? Value)[] settings)
    {
        var builder = Builder(tokens, settings);
        using var application = builder.Build();
        Auth0EndpointsOptions? mapped = null;
        application.MapAuth0(options =>
        {
            configure?.Invoke(options);
            mapped = options;
        });
        return mapped!;
    }

    private static WebApplicationBuilder Builder(bool tokens = false, params (string Key, string? Value)[] settings)
    {
        var section = new ConfigurationBuilder()
            .AddInMemoryCollection(settings.Select(setting => KeyValuePair.Create("Auth0:" + setting.Key, setting.Value))
                .Append(KeyValuePair.Create("Auth0:Domain", (string?)"tenant.example.com")))
            .Build().GetSection("Auth0");
        var builder = Empty();
        var login = builder.Services.AddAuth0WebApp(section);
        builder.Services.Configure<Auth0WebAppOptions>("Auth0", Login);
        _ = tokens ? login.WithAccessToken(section) : null;
        return builder;
    }

    private static WebApplicationBuilder Empty()
    {
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.WebHost.UseTestServer();
        builder.Services.AddRoutingCore();
        return builder;
    }

    private static void Login(Auth0WebAppOptions options)
    {
        options.Domain = "tenant.example.com";
        options.ClientId = "app";
        options.ClientSecret = "secret";
        options.SignedOutCallbackPath = "/signed-out";
    }
}

using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Auth0.AspNetCore.Mrrt.Tests.Registration;

/// <summary>Plain settings come from configuration, and a name that no setting has is an error.</summary>
public sealed class ConfigurationTests
{
    private static readonly Type[] PlainTypes =
        [typeof(string), typeof(bool), typeof(int), typeof(TimeSpan), typeof(PathString), typeof(IDictionary<string, string>)];

    public static TheoryData<string> PlainSettingsOfTheLogin => [.. PlainSettings(typeof(Auth0WebAppOptions))];

    public static TheoryData<string> PlainSettingsOfAccessTokens => [.. PlainSettings(typeof(Auth0WebAppWithAccessTokenOptions))];

    [Theory]
    [MemberData(nameof(PlainSettingsOfTheLogin))]
    public void Each_plain_setting_of_a_login_can_be_read(string name) =>
        new Action(() => Login((name, null))).Should().NotThrow();

    [Theory]
    [MemberData(nameof(PlainSettingsOfAccessTokens))]
    public void Each_plain_setting_of_access_tokens_can_be_read(string name) =>
        new Action(() => AccessTokens((name, null))).Should().NotThrow();

    [Fact]
    public void A_login_gets_its_values()
    {
        var login = Login(
            ("organization", "org_1"), ("MaxAge", "01:30:00"), ("ClockSkew", "00:02:00"), ("AccessDeniedPath", "/denied"),
            ("PushedAuthorization", "require"), ("LogoutStrategy", "V2"), ("SendIdTokenHint", "false"),
            ("SignedOutRedirectUri", "/bye"), ("SignedOutCallbackPath", "/signed-out"), ("TicketFormat", "Framework"),
            ("RevokeRefreshTokenOnSignOut", "false"), ("ResponseMode", "form_post"), ("GetClaimsFromUserInfoEndpoint", "true"),
            ("AnswerScriptsWithUnauthorized", "false"), ("ClientAssertionSecurityKeyAlgorithm", "ES256"),
            ("CookieAuthenticationScheme", "Mine"));
        login.Should().BeEquivalentTo(new
        {
            Organization = "org_1",
            MaxAge = TimeSpan.FromMinutes(90),
            ClockSkew = TimeSpan.FromMinutes(2),
            AccessDeniedPath = new PathString("/denied"),
            PushedAuthorization = PushedAuthorizationBehavior.Require,
            LogoutStrategy = LogoutStrategy.V2,
            SendIdTokenHint = false,
            SignedOutRedirectUri = "/bye",
            SignedOutCallbackPath = new PathString("/signed-out"),
            TicketFormat = TicketFormat.Framework,
            RevokeRefreshTokenOnSignOut = false,
            ResponseMode = "form_post",
            GetClaimsFromUserInfoEndpoint = true,
            AnswerScriptsWithUnauthorized = false,
            ClientAssertionSecurityKeyAlgorithm = "ES256",
            CookieAuthenticationScheme = "Mine",
        });
    }

    [Fact]
    public void Access_tokens_get_their_values()
    {
        var tokens = AccessTokens(
            ("Audience", "https://orders.example.com"), ("Scope", "read:orders"), ("UseRefreshTokens", "false"),
            ("AccessTokenExpirationLeeway", "00:00:05"), ("AudienceCheck", "off"), ("MaxAccessTokenSets", "7"),
            ("RebuildPrincipalOnRefresh", "true"), ("ScopeByAudience:urn:inventory", "read:inventory"),
            ("ScopeByAudience:https://admin.example.com:8443/v1", "read:admin"));
        tokens.Should().BeEquivalentTo(new
        {
            Audience = "https://orders.example.com",
            Scope = "read:orders",
            UseRefreshTokens = false,
            AccessTokenExpirationLeeway = TimeSpan.FromSeconds(5),
            AudienceCheck = AudienceCheck.Off,
            MaxAccessTokenSets = 7,
            RebuildPrincipalOnRefresh = true,
        });
        tokens.ScopeByAudience.Should().BeEquivalentTo(new Dictionary<string, string>
        {
            ["urn:inventory"] = "read:inventory",
            ["https://admin.example.com:8443/v1"] = "read:admin",
        });
    }

    /// <summary>An application keeps everything in one section. <c>Scope</c> is then the login's.</summary>
    [Fact]
    public void One_section_may_hold_the_settings_of_both()
    {
        (string, string?)[] both =
        [
            ("Domain", "tenant.example.com"), ("Scope", "openid email"), ("Audience", "https://orders.example.com"),
            ("ScopeByAudience:https://orders.example.com", "read:orders"), ("AccessToken:UseRefreshTokens", "false"),
        ];
        var login = Login(both);
        var tokens = AccessTokens(both);
        login.Domain.Should().Be("tenant.example.com");
        login.Scope.Should().Be("openid email");
        tokens.Audience.Should().Be("https://orders.example.com");
        tokens.Scope.Should().BeNull();
        tokens.ScopeByAudience.Should().ContainKey("https://orders.example.com");
        tokens.UseRefreshTokens.Should().BeTrue("the child section is one of its own");
    }

    [Theory]
    [InlineData("Audiance")]
    [InlineData("Audiences")]
    [InlineData("UseRefreshToken")]
    [InlineData("ClientCertificate")]
    [InlineData("OpenIdConnectEvents")]
    [InlineData("AccessToken:Audiance")]
    public void A_name_that_no_setting_has_is_an_error_that_names_it(string name)
    {
        new Action(() => Login(("Domain", "tenant.example.com"), (name, "x")))
            .Should().Throw<InvalidOperationException>().WithMessage($"*'Auth0:{name}'*");
        if (!name.StartsWith("AccessToken:", StringComparison.Ordinal))
        {
            new Action(() => AccessTokens(("Domain", "tenant.example.com"), (name, "x")))
                .Should().Throw<InvalidOperationException>().WithMessage($"*'Auth0:{name}'*");
            new Action(() => AccessTokens((name, "x")))
                .Should().Throw<InvalidOperationException>().WithMessage($"*'Auth0:{name}'*");
        }
    }

    [Fact]
    public void A_login_s_setting_in_a_section_of_access_tokens_alone_is_an_error() =>
        new Action(() => AccessTokens(("CallbackPath", "/callback")))
            .Should().Throw<InvalidOperationException>().WithMessage("*'Auth0:CallbackPath'*");

    /// <summary>The value may be a secret that stands under a wrong name.</summary>
    [Theory]
    [InlineData("MaxAge", "3600", "00:00:30")]
    [InlineData("BackchannelTimeout", "a-secret", "00:00:30")]
    [InlineData("CallbackPath", "a-secret", "/")]
    [InlineData("SendTelemetry", "a-secret", "true or false")]
    [InlineData("TicketFormat", "1", "Compact")]
    [InlineData("LoginParameters", "a-secret", "entries")]
    [InlineData("Domain:Name", "a-secret", "one value")]
    public void A_value_of_the_wrong_form_is_an_error_that_names_the_right_one(string name, string value, string says) =>
        new Action(() => Login((name, value))).Should().Throw<InvalidOperationException>()
            .Where(e => e.Message.Contains($"'Auth0:{name.Split(':')[0]}'") && e.Message.Contains(says) && !e.ToString().Contains("a-secret"));

    [Theory]
    [InlineData("MaxAccessTokenSets", "0")]
    [InlineData("MaxAccessTokenSets", "many")]
    [InlineData("AccessTokenExpirationLeeway", "-00:00:01")]
    public void A_value_out_of_range_is_an_error_that_names_its_setting(string name, string value) =>
        new Action(() => AccessTokens((name, value))).Should().Throw<InvalidOperationException>().WithMessage($"*'Auth0:{name}'*");

    private static IEnumerable<string> PlainSettings(Type options) =>
        from property in options.GetProperties()
        let type = Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType
        where type.IsEnum || PlainTypes.Contains(type)
        select property.Name;

    private static Auth0WebAppOptions Login(params (string Key, string? Value)[] settings)
    {
        var services = new ServiceCollection();
        services.AddAuth0WebApp(Section(settings));
        return Configured(services, new Auth0WebAppOptions());
    }

    private static Auth0WebAppWithAccessTokenOptions AccessTokens(params (string Key, string? Value)[] settings)
    {
        var services = new ServiceCollection();
        services.AddAuth0WebApp(_ => { }).WithAccessToken(Section(settings));
        return Configured(services, new Auth0WebAppWithAccessTokenOptions());
    }

    /// <summary>The configuration alone, without what the validator would say about the rest.</summary>
    private static TOptions Configured<TOptions>(ServiceCollection services, TOptions options)
        where TOptions : class
    {
        using var provider = services.BuildServiceProvider();
        foreach (var configure in provider.GetServices<IConfigureOptions<TOptions>>())
        {
            ((IConfigureNamedOptions<TOptions>)configure).Configure(Auth0Constants.AuthenticationScheme, options);
        }

        return options;
    }

    private static IConfigurationSection Section((string Key, string? Value)[] settings) =>
        new ConfigurationBuilder()
            .AddInMemoryCollection(settings.Select(setting => KeyValuePair.Create("Auth0:" + setting.Key, setting.Value)))
            .Build()
            .GetSection("Auth0");
}

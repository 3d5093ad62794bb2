using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Auth0.AspNetCore.Mrrt.Tests.Support;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.Tokens;

namespace Auth0.AspNetCore.Mrrt.Tests.Registration;

public sealed class StartUpTests
{
    [Fact]
    public async Task Everything_that_is_missing_is_reported_at_once_when_the_application_starts()
    {
        var failure = await StartAsync(services => services.AddAuth0WebApp(_ => { }))
            .Invoking(start => start).Should().ThrowAsync<OptionsValidationException>();
        failure.Which.Failures.Should().HaveCount(3)
            .And.Contain(text => text.Contains("Domain", StringComparison.Ordinal)
                && text.Contains("example.eu.auth0.com", StringComparison.Ordinal))
            .And.Contain(text => text.Contains("ClientId", StringComparison.Ordinal))
            .And.Contain(text => text.Contains("ClientSecret", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_full_set_of_settings_starts() =>
        await (await StartAsync(services => services.AddAuth0WebApp(Full).WithAccessToken(_ => { }))).DisposeAsync();

    [Theory]
    [InlineData("state")]
    [InlineData("redirect_uri")]
    [InlineData("client_secret")]
    [InlineData("code_challenge")]
    public async Task The_protocols_own_parameters_cannot_be_set(string parameter)
    {
        var failure = await StartAsync(services => services.AddAuth0WebApp(options =>
            {
                Full(options);
                options.LoginParameters[parameter] = "x";
            }))
            .Invoking(start => start).Should().ThrowAsync<OptionsValidationException>();
        failure.Which.Message.Should().Contain(parameter);

        var builder = new LoginAuthenticationPropertiesBuilder();
        builder.Invoking(login => login.WithParameter(parameter, "x")).Should().Throw<ArgumentException>()
            .WithMessage($"*{parameter}*");
    }

    [Fact]
    public void A_secret_and_a_key_are_one_credential_too_many()
    {
        var rsa = TestKeys.Rsa;
        Problems(options => options.ClientAssertionSecurityKey = new RsaSecurityKey(rsa))
            .Should().ContainMatch("*both set*");
    }

    [Fact]
    public void A_key_must_be_able_to_sign_with_its_algorithm()
    {
        var rsa = TestKeys.Rsa;
        using var ec = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        Problems(options =>
        {
            options.ClientSecret = null;
            options.ClientAssertionSecurityKey = new RsaSecurityKey(rsa);
        }).Should().BeEmpty();
        Problems(options =>
        {
            options.ClientSecret = null;
            options.ClientAssertionSecurityKey = new RsaSecurityKey(rsa.ExportParameters(includePrivateParameters: false));
        }).Should().ContainMatch("*cannot sign*");
        Problems(options =>
        {
            options.ClientSecret = null;
            options.ClientAssertionSecurityKey = new ECDsaSecurityKey(ec);
        }).Should().ContainMatch("*cannot sign with 'RS256'*");
        Problems(options =>
        {
            options.ClientSecret = null;
            options.ClientAssertionSecurityKey = new SymmetricSecurityKey(new byte[32]);
            options.ClientAssertionSecurityKeyAlgorithm = SecurityAlgorithms.HmacSha256;
        }).Should().ContainMatch("*cannot sign*");
    }

    [Fact]
    public void A_method_without_its_credential_is_reported() =>
        Problems(options => options.ClientAuthentication = ClientAuthenticationMethod.PrivateKeyJwt)
            .Should().ContainMatch("*PrivateKeyJwt*ClientSecret*");

    [Fact]
    public void A_certificate_is_a_credential_like_the_others()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var certificate = new CertificateRequest("CN=app", key, HashAlgorithmName.SHA256)
            .CreateSelfSigned(DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddYears(200));
        using var withoutKey = X509CertificateLoader.LoadCertificate(certificate.RawData);
        Problems(options => (options.ClientSecret, options.ClientCertificate) = (null, certificate)).Should().BeEmpty();
        Problems(options => options.ClientCertificate = certificate).Should().ContainMatch("*ClientSecret and ClientCertificate*both set*");
        Problems(options => (options.ClientSecret, options.ClientCertificate) = (null, withoutKey))
            .Should().ContainMatch("*no private key*");
        Problems(options =>
        {
            (options.ClientSecret, options.ClientCertificate) = (null, certificate);
            options.ClientAuthentication = ClientAuthenticationMethod.ClientSecretPost;
        }).Should().ContainMatch("*ClientSecretPost*ClientCertificate*");
        Problems(options =>
        {
            (options.ClientSecret, options.ClientCertificate) = (null, certificate);
            options.BackchannelHttpHandler = new HttpClientHandler { AllowAutoRedirect = false };
        }).Should().ContainMatch("*would not show it*");
    }

    [Fact]
    public void A_certificate_may_be_shown_by_the_application_s_own_client()
    {
        static void Tls(Auth0WebAppOptions options) =>
            (options.ClientSecret, options.ClientAuthentication) = (null, ClientAuthenticationMethod.TlsClientAuth);
        Problems(Tls).Should().ContainMatch("*ClientCertificate is missing*Backchannel*");
        Problems(options =>
        {
            Tls(options);
            options.BackchannelHttpHandler = new HttpClientHandler { AllowAutoRedirect = false };
        }).Should().BeEmpty();
        Problems(options =>
        {
            Tls(options);
            options.ClientSecret = "secret";
            options.BackchannelHttpHandler = new HttpClientHandler { AllowAutoRedirect = false };
        }).Should().ContainMatch("*TlsClientAuth*ClientSecret*");
    }

    [Fact]
    public void The_cookie_needs_a_scheme_of_its_own() =>
        Problems(options => options.CookieAuthenticationScheme = "Auth0").Should().ContainMatch("*CookieAuthenticationScheme*");

    [Fact]
    public void A_max_age_is_a_number_of_seconds() =>
        Problems(options => options.LoginParameters["max_age"] = "an hour").Should().ContainMatch("*max_age*");

    [Fact]
    public void Events_of_another_kind_are_reported() =>
        Problems(handler: options => options.EventsType = typeof(CookieAuthenticationEvents)).Should().ContainMatch("*EventsType*");

    [Theory]
    [InlineData("fragment")]
    [InlineData("")]
    public void A_response_mode_that_a_server_cannot_read_is_reported(string mode) =>
        Problems(options => options.ResponseMode = mode).Should().ContainMatch("*ResponseMode*form_post*");

    [Fact]
    public async Task Scopes_that_are_set_twice_are_reported()
    {
        var failure = await StartAsync(services => services.AddAuth0WebApp(Full).WithAccessToken(options =>
            {
                options.Audience = "https://api";
                options.Scope = "a";
                options.ScopeByAudience["https://api"] = "b";
            }))
            .Invoking(start => start).Should().ThrowAsync<OptionsValidationException>();
        failure.Which.Message.Should().Contain("set twice");
    }

    /// <summary>conformance.md, "Scopes and lookup": a map without its audience is a configuration error.</summary>
    [Theory]
    [InlineData(null, "a", "https://orders.example.com", "Scope belongs to Audience")]
    [InlineData(" ", "a", "https://orders.example.com", "Scope belongs to Audience")]
    [InlineData("https://api", null, "", "an entry without an audience")]
    [InlineData("https://api", null, " ", "an entry without an audience")]
    public async Task Scopes_without_their_audience_are_reported(string? audience, string? scope, string key, string says)
    {
        var failure = await StartAsync(services => services.AddAuth0WebApp(Full).WithAccessToken(options =>
            {
                (options.Audience, options.Scope) = (audience, scope);
                options.ScopeByAudience[key] = "b";
            }))
            .Invoking(start => start).Should().ThrowAsync<OptionsValidationException>();
        failure.Which.Message.Should().Contain(says);
    }

    [Theory]
    [InlineData("https://api", "a")]
    [InlineData("https://api", null)]
    [InlineData(null, null)]
    public async Task Scopes_with_their_audiences_start(string? audience, string? scope) =>
        await (await StartAsync(services => services.AddAuth0WebApp(Full).WithAccessToken(options =>
        {
            (options.Audience, options.Scope) = (audience, scope);
            options.ScopeByAudience["https://orders.example.com"] = "b";
        }))).DisposeAsync();

    /// <summary>"Expiry": a negative leeway is a start-up error.</summary>
    [Fact]
    public async Task A_negative_leeway_stops_the_start() =>
        await StartAsync(services => services.AddAuth0WebApp(Full).WithAccessToken(options =>
                options.AccessTokenExpirationLeeway = TimeSpan.FromSeconds(-1)))
            .Invoking(start => start).Should().ThrowAsync<ArgumentOutOfRangeException>();

    [Fact]
    public void Values_out_of_range_are_refused_where_they_are_set()
    {
        var options = new Auth0WebAppWithAccessTokenOptions();
        options.Invoking(o => o.AccessTokenExpirationLeeway = TimeSpan.FromSeconds(-1))
            .Should().Throw<ArgumentOutOfRangeException>();
        options.Invoking(o => o.MaxAccessTokenSets = 0).Should().Throw<ArgumentOutOfRangeException>();
    }

    [Fact]
    public void A_configuration_section_sets_what_it_names()
    {
        var options = Bound(
            ("Auth0:Domain", "https://tenant.example.com/"), ("Auth0:ClientId", "id"), ("Auth0:ClientSecret", "secret"),
            ("Auth0:Scope", "openid email"), ("Auth0:CallbackPath", "/signin"),
            ("Auth0:LoginParameters:ext-tier", "gold"), ("Auth0:BackchannelTimeout", "00:00:07"),
            ("Auth0:SendTelemetry", "false"), ("Auth0:ClientAuthentication", "ClientSecretBasic"));
        options.Domain.Should().Be("https://tenant.example.com/");
        options.ClientId.Should().Be("id");
        options.ClientSecret.Should().Be("secret");
        options.Scope.Should().Be("openid email");
        options.CallbackPath.Value.Should().Be("/signin");
        options.LoginParameters.Should().Contain("ext-tier", "gold");
        options.BackchannelTimeout.Should().Be(TimeSpan.FromSeconds(7));
        options.SendTelemetry.Should().BeFalse();
        options.ClientAuthentication.Should().Be(ClientAuthenticationMethod.ClientSecretBasic);
    }

    [Fact]
    public void A_setting_that_nobody_knows_is_an_error_and_not_ignored()
    {
        var reading = () => Bound(("Auth0:ClientSceret", "typo"));
        reading.Should().Throw<InvalidOperationException>().WithMessage("*ClientSceret*");
    }

    [Fact]
    public async Task The_login_is_challenged_by_default_and_the_cookie_authenticates()
    {
        await using var application = await StartAsync(services => services.AddAuth0WebApp(Full));
        var options = application.Services.GetRequiredService<IOptions<AuthenticationOptions>>().Value;
        options.DefaultScheme.Should().Be(CookieAuthenticationDefaults.AuthenticationScheme);
        options.DefaultChallengeScheme.Should().Be(Auth0Constants.AuthenticationScheme);
    }

    [Fact]
    public async Task An_applications_own_defaults_and_cookie_settings_stay()
    {
        await using var application = await StartAsync(services =>
        {
            services.AddAuthentication("Own").AddCookie("Own", options => options.Cookie.Name = "own");
            services.AddAuth0WebApp(options =>
            {
                Full(options);
                options.CookieAuthenticationScheme = "Own";
            });
        });
        application.Services.GetRequiredService<IOptions<AuthenticationOptions>>().Value.DefaultScheme.Should().Be("Own");
        var cookie = application.Services.GetRequiredService<IOptionsMonitor<CookieAuthenticationOptions>>().Get("Own");
        cookie.Cookie.Name.Should().Be("own");
        cookie.Cookie.SecurePolicy.Should().Be(CookieSecurePolicy.Always);
        var schemes = application.Services.GetRequiredService<IAuthenticationSchemeProvider>();
        (await schemes.GetSchemeAsync("Own"))!.HandlerType.Name.Should().Be("SessionCookieHandler");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task What_an_application_says_of_its_cookie_holds_wherever_it_says_it(bool before)
    {
        void Own(IServiceCollection services) => services.Configure<CookieAuthenticationOptions>(
            "Cookies", options => options.Cookie.SameSite = SameSiteMode.None);
        await using var application = await StartAsync(services =>
        {
            Action<IServiceCollection>[] steps = [Own, all => all.AddAuth0WebApp(Full)];
            Array.ForEach(before ? steps : [.. steps.Reverse()], step => step(services));
        });
        application.Services.GetRequiredService<IOptionsMonitor<CookieAuthenticationOptions>>().Get("Cookies")
            .Cookie.SameSite.Should().Be(SameSiteMode.None);
    }

    /// <summary>Browsers take a cookie named __Host-… only with the path / and without a domain, always Secure.</summary>
    [Theory]
    [InlineData(null, null, "__Host-Auth0.Cookies", "/")]
    [InlineData(null, "/", "__Host-Auth0.Cookies", "/")]
    [InlineData(null, "/app", ".AspNetCore.Cookies", "/app")]
    [InlineData("example.com", null, ".AspNetCore.Cookies", null)]
    public async Task The_session_cookie_has_the_safest_name_it_can(string? domain, string? path, string name, string? withPath)
    {
        await using var application = await StartAsync(services =>
        {
            services.AddAuthentication().AddCookie();
            services.AddAuth0WebApp(Full);
            services.Configure<CookieAuthenticationOptions>("Cookies", options =>
                (options.Cookie.Domain, options.Cookie.Path) = (domain, path));
        });
        var cookie = application.Services.GetRequiredService<IOptionsMonitor<CookieAuthenticationOptions>>().Get("Cookies").Cookie;
        cookie.Name.Should().Be(name);
        cookie.Path.Should().Be(withPath);
    }

    [Fact]
    public async Task A_cookie_that_browsers_would_drop_is_an_error()
    {
        (await StartAsync(services =>
            {
                services.AddAuth0WebApp(Full);
                services.Configure<CookieAuthenticationOptions>("Cookies", options =>
                    (options.Cookie.Domain, options.Cookie.Name) = ("example.com", "__Host-mine"));
            })
            .Invoking(start => start).Should().ThrowAsync<OptionsValidationException>()).WithMessage("*__Host-mine*");
        Problems(handler: options => options.CorrelationCookie.Domain = "example.com").Should().ContainMatch("*CorrelationCookie*__Host-*");
        Problems(handler: options => (options.CorrelationCookie.Domain, options.CorrelationCookie.Name) = ("example.com", "login"))
            .Should().BeEmpty();
    }

    [Fact]
    public void A_value_that_cannot_be_read_names_its_setting()
    {
        var reading = () => Bound(("Auth0:BackchannelTimeout", "soon"));
        reading.Should().Throw<InvalidOperationException>().WithMessage("*Auth0:BackchannelTimeout*");
    }

    [Fact]
    public async Task Two_schemes_live_side_by_side()
    {
        await using var application = await StartAsync(services =>
        {
            services.AddAuth0WebApp("First", Full).WithAccessToken(options => options.Audience = "https://one");
            services.AddAuth0WebApp("Second", options =>
            {
                Full(options);
                options.ClientId = "second";
                options.CallbackPath = "/callback2";
                options.CookieAuthenticationScheme = "SecondCookie";
            });
        });
        var options = application.Services.GetRequiredService<IOptionsMonitor<Auth0WebAppOptions>>();
        options.Get("First").ClientId.Should().Be("id");
        options.Get("Second").ClientId.Should().Be("second");
        application.Services.GetServices<IAccessTokens>().Should().HaveCount(1);
    }

    [Fact]
    public async Task Asking_a_scheme_without_access_tokens_says_what_to_call()
    {
        await using var application = await StartAsync(services => services.AddAuth0WebApp(Full));
        var http = new DefaultHttpContext { RequestServices = application.Services };
        await http.Invoking(context => context.GetAccessTokenAsync().AsTask()).Should()
            .ThrowAsync<InvalidOperationException>().WithMessage("*WithAccessToken*");
    }

    private static Auth0WebAppOptions Bound(params (string Key, string Value)[] settings)
    {
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(settings.Select(setting => KeyValuePair.Create(setting.Key, (string?)setting.Value)))
            .Build();
        var services = new ServiceCollection();
        services.AddAuth0WebApp(configuration.GetSection("Auth0"));
        // The configuration alone, without what the validator would say about the rest.
        var options = new Auth0WebAppOptions();
        foreach (var configure in services.BuildServiceProvider().GetServices<IConfigureOptions<Auth0WebAppOptions>>())
        {
            ((IConfigureNamedOptions<Auth0WebAppOptions>)configure).Configure(Auth0Constants.AuthenticationScheme, options);
        }

        return options;
    }

    private static void Full(Auth0WebAppOptions options)
    {
        options.Domain = "tenant.example.com";
        options.ClientId = "id";
        options.ClientSecret = "secret";
    }

    private static string[] Problems(
        Action<Auth0WebAppOptions>? configure = null, Action<OpenIdConnectOptions>? handler = null)
    {
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddAuth0WebApp(options =>
        {
            Full(options);
            configure?.Invoke(options);
        });
        services.Configure<OpenIdConnectOptions>(
            Auth0Constants.AuthenticationScheme, options => handler?.Invoke(options));
        try
        {
            services.BuildServiceProvider().GetRequiredService<IOptionsMonitor<OpenIdConnectOptions>>()
                .Get(Auth0Constants.AuthenticationScheme);
            return [];
        }
        catch (OptionsValidationException e)
        {
            return [.. e.Failures];
        }
    }

    private static async Task<WebApplication> StartAsync(Action<IServiceCollection> configure)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseTestServer();
        configure(builder.Services);
        var application = builder.Build();
        try
        {
            await application.StartAsync();
            return application;
        }
        catch
        {
            await application.DisposeAsync();
            throw;
        }
    }
}

using Auth0.AspNetCore.Mrrt.Tests.Login;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Auth0.AspNetCore.Mrrt.Tests.Registration;

/// <summary>Settings that would make a login weaker in silence are refused at the start.</summary>
public sealed class WeakSettingsTests
{
    public static TheoryData<string, HttpMessageHandler> FollowRedirects => new()
    {
        { "HttpClientHandler", new HttpClientHandler() },
        { "SocketsHttpHandler", new SocketsHttpHandler() },
        { "behind another", new Through { InnerHandler = new HttpClientHandler() } },
    };

    /// <summary>A 307 or 308 of the token endpoint would carry the code, the refresh token and the client's secret to another
    /// host.</summary>
    [Theory]
    [MemberData(nameof(FollowRedirects))]
    public void A_handler_that_follows_redirects_is_refused(string name, HttpMessageHandler handler)
    {
        Login(options => options.BackchannelHttpHandler = handler)
            .Should().Throw<OptionsValidationException>(name).WithMessage("*BackchannelHttpHandler*AllowAutoRedirect*");
        AccessTokens(options => options.BackchannelHttpHandler = handler)
            .Should().Throw<OptionsValidationException>(name).WithMessage("*BackchannelHttpHandler*AllowAutoRedirect*");
    }

    [Fact]
    public void A_named_client_that_follows_redirects_is_refused()
    {
        static void FollowRedirects(IServiceCollection services) => services
            .AddHttpClient(Auth0Constants.HttpClientName).ConfigurePrimaryHttpMessageHandler(() => new SocketsHttpHandler());

        Login(services: FollowRedirects).Should().Throw<OptionsValidationException>().WithMessage("*HttpClientName*AllowAutoRedirect*");
        AccessTokens(services: FollowRedirects)
            .Should().Throw<OptionsValidationException>().WithMessage("*HttpClientName*AllowAutoRedirect*");
    }

    [Fact]
    public void A_handler_that_follows_no_redirects_is_used()
    {
        HttpMessageHandler[] handlers =
        [
            new HttpClientHandler { AllowAutoRedirect = false },
            new Through { InnerHandler = new SocketsHttpHandler { AllowAutoRedirect = false } },
            new Through(), // whatever it does, it is the application's own
        ];
        Login().Should().NotThrow();
        AccessTokens().Should().NotThrow();
        foreach (var handler in handlers)
        {
            Login(options => options.BackchannelHttpHandler = handler).Should().NotThrow();
            AccessTokens(options => options.BackchannelHttpHandler = handler).Should().NotThrow();
        }
    }

    /// <summary>The framework's handler under the login's name does none of this library's checks, and logs codes.</summary>
    [Fact]
    public async Task Another_handler_under_the_name_of_a_login_is_refused()
    {
        var start = async () => await (await LoginRig.StartAsync(services: services => services.AddAuthentication()
            .AddOpenIdConnect(Auth0Constants.AuthenticationScheme, _ => { }))).DisposeAsync();
        await start.Should().ThrowAsync<InvalidOperationException>().WithMessage("*'Auth0'*OpenIdConnectHandler*");
    }

    /// <summary>The framework raises the events of one place. The others would never run.</summary>
    [Fact]
    public void Events_in_two_places_are_refused()
    {
        static void Handlers(Auth0WebAppOptions options) => options.OpenIdConnectEvents.OnTokenValidated = _ => Task.CompletedTask;
        static void Class(Auth0WebAppOptions options) => options.OpenIdConnectEvents = new Events();
        static void Type(IServiceCollection services) => services.Configure<OpenIdConnectOptions>(
            Auth0Constants.AuthenticationScheme, options => options.EventsType = typeof(Events));
        static void Others(IServiceCollection services) => services.Configure<OpenIdConnectOptions>(
            Auth0Constants.AuthenticationScheme, options => options.Events = new Events());

        foreach (var own in (Action<Auth0WebAppOptions>[])[Handlers, Class])
        {
            Login(own, Type).Should().Throw<OptionsValidationException>().WithMessage("*EventsType*OpenIdConnectEvents*");
            Login(own, Others).Should().Throw<OptionsValidationException>().WithMessage("*Events*OpenIdConnectEvents*");
            Login(own).Should().NotThrow();
        }

        Login(services: Type).Should().NotThrow();
        Login(services: Others).Should().NotThrow();
    }

    private static Action Login(Action<Auth0WebAppOptions>? set = null, Action<IServiceCollection>? services = null) => () =>
    {
        var application = new ServiceCollection().AddLogging();
        application.AddAuth0WebApp(options =>
        {
            (options.Domain, options.ClientId, options.ClientSecret) =
                (ScriptedTenant.Domain, ScriptedTenant.ClientId, "client-secret-1");
            set?.Invoke(options);
        });
        services?.Invoke(application);
        using var provider = application.BuildServiceProvider();
        _ = provider.GetRequiredService<IOptionsMonitor<OpenIdConnectOptions>>().Get(Auth0Constants.AuthenticationScheme);
    };

    private static Action AccessTokens(
        Action<Auth0AccessTokensClientOptions>? set = null, Action<IServiceCollection>? services = null) => () =>
    {
        var application = new ServiceCollection().AddLogging();
        application.AddAuth0AccessTokens(
            Auth0Constants.AuthenticationScheme,
            options =>
            {
                (options.Domain, options.ClientId, options.ClientSecret) =
                    (ScriptedTenant.Domain, ScriptedTenant.ClientId, "client-secret-1");
                set?.Invoke(options);
            },
            _ => { });
        services?.Invoke(application);
        using var provider = application.BuildServiceProvider();
        _ = provider.GetRequiredService<IOptionsMonitor<Auth0AccessTokensClientOptions>>().Get(Auth0Constants.AuthenticationScheme);
    };

    private sealed class Events : OpenIdConnectEvents;

    private sealed class Through : DelegatingHandler;
}

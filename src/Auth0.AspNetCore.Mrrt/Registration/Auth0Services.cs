using Auth0.AspNetCore.Mrrt.Coordination;
using Auth0.AspNetCore.Mrrt.Jwt;
using Auth0.AspNetCore.Mrrt.Login;
using Auth0.AspNetCore.Mrrt.Session.Cookie;
using Auth0.AspNetCore.Mrrt.Session.Format;
using Auth0.AspNetCore.Mrrt.Session.Store;
using Auth0.AspNetCore.Mrrt.Session.Ticket;
using Auth0.AspNetCore.Mrrt.Tenant;
using Auth0.AspNetCore.Mrrt.TokenEndpoint;
using Auth0.AspNetCore.Mrrt.Tokens;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Auth0.AspNetCore.Mrrt.Registration;

/// <summary>Puts the rooms together. Singletons throughout: what belongs to a request stays with the request.</summary>
internal static class Auth0Services
{
    public static void Add(IServiceCollection services, Auth0Scheme scheme)
    {
        services.AddAuthentication();
        services.AddDataProtection();
        services.AddSingleton(scheme);
        services.AddOptions<Auth0WebAppOptions>(scheme.Name).ValidateOnStart();
        services.AddOptions<Auth0WebAppWithAccessTokenOptions>(scheme.Name).ValidateOnStart();
        if (services.Any(service => service.ServiceType == typeof(AccessTokens)))
        {
            return;
        }

        AddOptions(services);
        AddBackchannel(services);
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<InProcessSessionCoordinator>();
        services.TryAddSingleton<InMemorySessionStore>();
        services.TryAddSingleton<ISessionCoordinator>(provider =>
            provider.GetServices<StoredSessions>().Any(login => login.Store is null)
                ? provider.GetRequiredService<InMemorySessionStore>()
                : provider.GetRequiredService<InProcessSessionCoordinator>());
        services.AddSingleton<UnderWay>();
        services.AddHostedService<ExchangesAtShutdown>();
        services.AddSingleton<SessionSeal>();
        services.AddSingleton<LiveSessions>();
        services.AddSingleton<StoredPrincipal>();
        services.AddMetrics();
        services.AddSingleton<AccessTokenMetrics>();
        services.AddSingleton<AnswerJudge>();
        services.AddSingleton<TokenExchange>();
        services.AddSingleton<ExchangeTeller>();
        services.AddSingleton<AccessTokens>();
        services.TryAddSingleton<IAccessTokens>(provider => provider.GetRequiredService<AccessTokens>());
        services.AddSingleton<AuthorizationRequestFactory>();
        services.AddSingleton<AuthorizationAddress>();
        services.AddSingleton<IdTokenVerifier>();
        services.AddSingleton<CodeLogin>();
        services.AddTransient<Auth0LoginHandler>();
        services.AddTransient<SessionCookieHandler>();
    }

    private static void AddOptions(IServiceCollection services)
    {
        services.TryAddEnumerable(
        [
            ServiceDescriptor.Singleton<IPostConfigureOptions<Auth0WebAppOptions>, PostConfigureAuth0WebApp>(),
            ServiceDescriptor.Singleton<IValidateOptions<Auth0WebAppOptions>, Auth0WebAppOptionsValidator>(),
            ServiceDescriptor.Singleton<
                IValidateOptions<Auth0WebAppWithAccessTokenOptions>, AccessTokenOptionsValidator>(),
            ServiceDescriptor.Singleton<IPostConfigureOptions<AuthenticationOptions>, PostConfigureSchemes>(),
            ServiceDescriptor.Singleton<
                IPostConfigureOptions<CookieAuthenticationOptions>, PostConfigureCookieAuthenticationOptions>(),
            ServiceDescriptor.Singleton<IPostConfigureOptions<CookieAuthenticationOptions>, UseSessionStore>(),
            ServiceDescriptor.Singleton<IValidateOptions<CookieAuthenticationOptions>, PostConfigureSessionCookie>(),
        ]);
        // First of all, so that everything an application says of its cookie holds, wherever it says it.
        services.Insert(
            0, ServiceDescriptor.Singleton<IConfigureOptions<CookieAuthenticationOptions>, ConfigureSessionCookie>());
        // Before the framework gives a nameless cookie a name of its own, wherever AddCookie was called.
        services.Insert(
            0, ServiceDescriptor.Singleton<IPostConfigureOptions<CookieAuthenticationOptions>, PostConfigureSessionCookie>());
    }

    private static void AddBackchannel(IServiceCollection services)
    {
        services.AddHttpClient(Auth0Constants.HttpClientName)
            .ConfigureHttpClient(client => client.Timeout = Timeout.InfiniteTimeSpan) // each call has its own limit
            .UseSocketsHttpHandler((handler, _) =>
            {
                handler.AllowAutoRedirect = false; // credentials and codes go nowhere but to the tenant
                handler.UseCookies = false;
            })
            // What the application adds to all its clients may repeat calls: a repeated refresh presents a refresh
            // token that has been spent. What it adds to this client by name stays.
            .ConfigureAdditionalHttpMessageHandlers((handlers, _) => handlers.Clear());
        services.AddSingleton<ClientCredentials>();
        services.AddSingleton<BackchannelClient>();
        services.AddSingleton<TokenResponseReader>();
        services.AddSingleton<TokenClient>();
        services.AddSingleton<UserInfoClient>();
        services.AddSingleton<CallPauses>();
        services.AddSingleton<PushedAuthorizationClient>();
    }
}

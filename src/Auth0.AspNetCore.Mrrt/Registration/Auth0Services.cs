using Auth0.AspNetCore.Mrrt.Coordination;
using Auth0.AspNetCore.Mrrt.Jwt;
using Auth0.AspNetCore.Mrrt.Login;
using Auth0.AspNetCore.Mrrt.Login.Callback;
using Auth0.AspNetCore.Mrrt.Login.Challenge;
using Auth0.AspNetCore.Mrrt.Login.Logging;
using Auth0.AspNetCore.Mrrt.Login.SignOut;
using Auth0.AspNetCore.Mrrt.Session.Cookie;
using Auth0.AspNetCore.Mrrt.Session.Format;
using Auth0.AspNetCore.Mrrt.Session.Model;
using Auth0.AspNetCore.Mrrt.Session.Request;
using Auth0.AspNetCore.Mrrt.Session.Store;
using Auth0.AspNetCore.Mrrt.Session.Ticket;
using Auth0.AspNetCore.Mrrt.Tenant;
using Auth0.AspNetCore.Mrrt.TokenEndpoint;
using Auth0.AspNetCore.Mrrt.Tokens;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Auth0.AspNetCore.Mrrt.Registration;

/// <summary>Puts the rooms together. Singletons throughout: what belongs to a request stays with the request.</summary>
internal static class Auth0Services
{
    /// <exception cref="InvalidOperationException">The scheme was added as the other kind.</exception>
    public static void Add(IServiceCollection services, Auth0Scheme scheme)
    {
        if (services.Any(service => Equals(service.ImplementationInstance, scheme with { SignsIn = !scheme.SignsIn })))
        {
            throw new InvalidOperationException(
                $"Both AddAuth0WebApp and AddAuth0AccessTokens were called for scheme '{scheme.Name}': call WithAccessToken on what "
                + "the first gives back, instead of the second.");
        }

        services.AddAuthentication();
        services.AddDataProtection();
        services.AddSingleton(scheme);
        if (scheme.SignsIn)
        {
            // These are made of Auth0WebAppOptions, and so check them as well.
            services.AddOptions<OpenIdConnectOptions>(scheme.Name).ValidateOnStart();
            EndpointServices.Add(services);
        }
        else
        {
            services.AddOptions<Auth0AccessTokensClientOptions>(scheme.Name).ValidateOnStart();
        }

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
        services.TryAddSingleton<ISessionStore>(provider =>
            provider.GetRequiredService<ISessionCoordinator>() as ISessionStore
            ?? throw new InvalidOperationException(
                "The sessions are to live on the servers, but the application has registered a coordinator that is no "
                + $"{nameof(ISessionStore)}: register an {nameof(ISessionStore)} as well, or give a ticket store."));
        services.AddSingleton<InFlightWork>();
        services.AddHostedService<DrainOnShutdown>();
        services.AddHostedService<StartupWarnings>();
        services.AddSingleton<SessionProtector>();
        services.AddSingleton<OtherProcess>();
        services.AddSingleton<LiveSessions>();
        services.AddSingleton<SessionSignIns>();
        services.AddSingleton<DepartedSessions>();
        services.AddSingleton<ContinuedTokens>();
        services.AddSingleton<SessionParts>();
        services.AddSingleton<StoredPrincipal>();
        services.AddMetrics();
        services.AddSingleton<AccessTokenMetrics>();
        services.AddSingleton<CookieSize>();
        services.AddSingleton<AnswerJudge>();
        services.AddSingleton<LateTokens>();
        services.AddSingleton<ExchangeCommit>();
        services.AddSingleton<TokenExchange>();
        services.AddSingleton<ExchangeNotifier>();
        services.AddSingleton(provider => new RequestScheme(
            [.. provider.GetServices<Auth0Scheme>().Select(known => known.Name).Distinct(StringComparer.Ordinal)],
            provider.GetRequiredService<ICookieSchemes>()));
        services.AddSingleton<AccessTokens>();
        services.TryAddSingleton<IAccessTokens>(provider => provider.GetRequiredService<AccessTokens>());
        services.AddSingleton<IdTokenVerifier>();
        services.AddTransient<SessionCookieHandler>();
        AddLogin(services);
    }

    private static void AddLogin(IServiceCollection services)
    {
        services.AddSingleton<LoginLoggerFactory>();
        services.AddSingleton<ChallengeGuard>();
        services.AddSingleton<AuthorizationRequest>();
        services.AddSingleton<PushedRequest>();
        services.AddSingleton<CallbackChecks>();
        services.AddSingleton<CallbackFlights>();
        services.AddSingleton<CodeRedemption>();
        services.AddSingleton<UserInfoStep>();
        services.AddSingleton<LoginCompletion>();
        services.AddSingleton<SignOutAtTenant>();
        services.AddSingleton<FrontChannelSignOut>();
        services.AddSingleton<LoginSteps>();
        services.AddTransient<Auth0LoginHandler>();
    }

    private static void AddOptions(IServiceCollection services)
    {
        services.TryAddEnumerable(
        [
            ServiceDescriptor.Singleton<IValidateOptions<Auth0WebAppOptions>, Auth0WebAppOptionsValidator>(),
            ServiceDescriptor.Singleton<
                IValidateOptions<Auth0AccessTokensClientOptions>, AccessTokensClientValidator>(),
            ServiceDescriptor.Singleton<IValidateOptions<OpenIdConnectOptions>, OpenIdConnectOptionsValidator>(),
            ServiceDescriptor.Singleton<IPostConfigureOptions<OpenIdConnectOptions>, OpenIdConnectPostConfigureOptions>(),
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
        services.Insert(0, ServiceDescriptor.Singleton<IConfigureOptions<OpenIdConnectOptions>, ConfigureOpenIdConnect>());
        // Before the framework makes a client that follows redirects.
        services.Insert(
            0, ServiceDescriptor.Singleton<IPostConfigureOptions<OpenIdConnectOptions>, PostConfigureOpenIdConnect>());
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
        services.AddSingleton<CallbackPaths>();
        services.AddSingleton<CookieSchemes>();
        services.AddSingleton<ICookieSchemes>(provider => provider.GetRequiredService<CookieSchemes>());
        services.AddSingleton<TenantClients>();
        services.AddSingleton<RedirectProblems>();
        services.AddSingleton<Tenants>();
        services.AddSingleton<ITenants>(provider => provider.GetRequiredService<Tenants>());
        services.AddSingleton<IUserClaims>(provider => provider.GetRequiredService<Tenants>());
        services.AddSingleton<ClientCredentials>();
        services.AddSingleton<CredentialOrder>();
        services.AddSingleton<BackchannelClient>();
        services.AddSingleton<TokenResponseReader>();
        services.AddSingleton<TokenClient>();
        services.AddSingleton<UserInfoClient>();
        services.AddSingleton<CallPauses>();
        services.AddSingleton<PushedAuthorizationClient>();
    }
}

using Auth0.AspNetCore.Mrrt.Testing.Authorize;
using Auth0.AspNetCore.Mrrt.Testing.Discovery;
using Auth0.AspNetCore.Mrrt.Testing.Exchanges;
using Auth0.AspNetCore.Mrrt.Testing.Grants;
using Auth0.AspNetCore.Mrrt.Testing.Keys;
using Auth0.AspNetCore.Mrrt.Testing.Logout;
using Auth0.AspNetCore.Mrrt.Testing.Revocation;
using Auth0.AspNetCore.Mrrt.Testing.Sessions;
using Auth0.AspNetCore.Mrrt.Testing.Time;
using Auth0.AspNetCore.Mrrt.Testing.Token;
using Auth0.AspNetCore.Mrrt.Testing.UserInfo;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Auth0.AspNetCore.Mrrt.Testing.Hosting;

/// <summary>Everything a tenant is made of, put together.</summary>
internal sealed class TenantParts
{
    public TenantParts(Auth0TenantOptions options)
    {
        var behavior = options.Behavior;
        Logger = (options.LoggerFactory ?? NullLoggerFactory.Instance).CreateLogger(TenantLog.Category);
        Clock = new TenantClock(options.TimeProvider);
        Registrations = new Registrations(options);
        Secrets = new IssuedSecrets(options.KeepIssuedSecrets);
        Keys = new SigningKeys("tenant.auth0.test", Clock);
        Faults = new TenantFaults(Secrets, Stopping.Token);
        Exchanges = new ExchangeLog(Counters);
        RefreshTokens = new RefreshTokens(options, Clock, Secrets);
        foreach (var client in options.Clients)
        {
            Secrets.Keep(client.ClientSecret);
        }

        var accessTokens = new AccessTokens(Keys, Address, behavior, Clock, Secrets);
        var idTokens = new IdTokens(Keys, Address, options, Clock, Secrets);
        var sessions = new TenantSessions(options, Address, Clock, Counters, Secrets);
        var codes = new AuthorizationCodes(options, Clock, Secrets);
        var clients = new ClientAuthentication(Registrations, behavior);
        var signIns = new Transactions<AuthorizeRequest>(Clock);
        var consents = new Consents();
        var completion = new SignInCompletion(codes, Counters, Logger);
        var responses = new TokenResponse(accessTokens, idTokens, Address, behavior);
        var exchanger = new TokenExchanger(
            Lock,
            clients,
            new CodeGrant(codes, RefreshTokens, responses, Registrations, behavior, Logger),
            new RefreshGrant(
                RefreshTokens, new RefreshEvaluation(Registrations, Address, behavior), responses, Counters, Logger),
            Exchanges,
            Clock,
            Logger);

        Discovery = new DiscoveryEndpoint(Address, Keys, behavior, Counters);
        Authorize = new AuthorizeEndpoint(
            new CallbackTargetReader(Registrations),
            new AuthorizeRequestReader(Registrations, Address, behavior),
            sessions, consents, completion, signIns, Registrations, behavior, Clock, Counters, Logger);
        Login = new LoginEndpoint(signIns, Registrations, sessions, consents, completion);
        Token = new OAuthTokenEndpoint(exchanger, Faults, Exchanges, Counters, Clock, Logger);
        Revocation = new RevocationEndpoint(Lock, clients, RefreshTokens, behavior, Counters, Logger);
        UserInfo = new UserInfoEndpoint(accessTokens, Counters);
        LegacyLogout = new LegacyLogoutEndpoint(Registrations, options, sessions);
        OidcLogout = new OidcLogoutEndpoint(
            new LogoutRequestReader(Registrations, options, behavior, idTokens),
            sessions, new Transactions<LogoutRequest>(Clock), behavior);
    }

    /// <summary>Held while a token is looked at and spent, so that rotation is one step.</summary>
    public Lock Lock { get; } = new();

    public TenantAddress Address { get; } = new();

    public TenantCounters Counters { get; } = new();

    public CancellationTokenSource Stopping { get; } = new();

    public ILogger Logger { get; }

    public TenantClock Clock { get; }

    public Registrations Registrations { get; }

    public IssuedSecrets Secrets { get; }

    public SigningKeys Keys { get; }

    public TenantFaults Faults { get; }

    public ExchangeLog Exchanges { get; }

    public RefreshTokens RefreshTokens { get; }

    public DiscoveryEndpoint Discovery { get; }

    public AuthorizeEndpoint Authorize { get; }

    public LoginEndpoint Login { get; }

    public OAuthTokenEndpoint Token { get; }

    public RevocationEndpoint Revocation { get; }

    public UserInfoEndpoint UserInfo { get; }

    public LegacyLogoutEndpoint LegacyLogout { get; }

    public OidcLogoutEndpoint OidcLogout { get; }
}

using Auth0.AspNetCore.Mrrt.Coordination;
using Auth0.AspNetCore.Mrrt.Jwt;
using Auth0.AspNetCore.Mrrt.Session.Format;
using Auth0.AspNetCore.Mrrt.Session.Model;
using Auth0.AspNetCore.Mrrt.Session.Request;
using Auth0.AspNetCore.Mrrt.Session.Store;
using Auth0.AspNetCore.Mrrt.Tenant;
using Auth0.AspNetCore.Mrrt.Tests.Support;
using Auth0.AspNetCore.Mrrt.Tests.Tokens;
using Auth0.AspNetCore.Mrrt.TokenEndpoint;
using Auth0.AspNetCore.Mrrt.Tokens;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.IdentityModel.Protocols;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;

namespace Auth0.AspNetCore.Mrrt.Tests.Explored;

/// <summary>One server: the library's own parts from the request for a token down to the wire, every step on the
/// explorer's thread.</summary>
internal sealed class ExploredServer
{
    private const string CookieScheme = "Cookies";

    private static readonly ManualTimeProvider Time = new();
    private static readonly SessionProtector Protector = new(new EphemeralDataProtectionProvider());
    private static readonly TestMeters Meters = new();

    private readonly AccessTokens _tokens;
    private readonly LiveSessions _sessions;

    public ExploredServer(string name, HttpMessageHandler tenant, Func<InProcessSessionCoordinator, ISessionCoordinator> around)
    {
        Name = name;
        var tenants = new GivenTenant
        {
            Domain = $"{name}.example.com",
            ClientId = "client",
            ClientSecret = "client-secret",
            Backchannel = new HttpClient(tenant),
            ConfigurationManager = new StaticConfigurationManager<OpenIdConnectConfiguration>(new OpenIdConnectConfiguration
            {
                Issuer = $"https://{name}.example.com/",
                TokenEndpoint = $"https://{name}.example.com/oauth/token",
            }),
        };
        var options = new TestMonitor<Auth0WebAppWithAccessTokenOptions>(
            new Auth0WebAppWithAccessTokenOptions { Enabled = true, UseRefreshTokens = true });
        Coordinator = around(new InProcessSessionCoordinator(Time, NullLogger<InProcessSessionCoordinator>.Instance)
        {
            HandOver = TaskCreationOptions.None,
        });
        var client = new TokenClient(
            new BackchannelClient(null!, Time),
            new ClientCredentials(Time),
            new TokenResponseReader(Time),
            Time,
            NullLogger<TokenClient>.Instance);
        var judge = new AnswerJudge(
            options, new IdTokenVerifier(Time), new NoClaims(), new AccessTokenMetrics(Meters), Time, NullLogger<AnswerJudge>.Instance);
        var (departed, inFlight) = (new DepartedSessions(), new InFlightWork { OnCallersThread = true });
        var late = new LateTokens(Coordinator, departed, inFlight, client, Time, NullLogger<LateTokens>.Instance);
        _tokens = new AccessTokens(
            new GivenCookieScheme(CookieScheme),
            options,
            tenants,
            Coordinator,
            inFlight,
            new TokenExchange(Coordinator, Protector, client, judge, departed, late, Time, NullLogger<TokenExchange>.Instance),
            new ExchangeNotifier(options, NullLogger<ExchangeNotifier>.Instance),
            new RequestScheme([Auth0Constants.AuthenticationScheme], new GivenCookieScheme(CookieScheme)),
            Time);
        _sessions = new LiveSessions(Coordinator, Protector, departed);
    }

    public string Name { get; }

    public ISessionCoordinator Coordinator { get; }

    /// <summary>Serves a request that brings a session along and needs one token; gives back what its response says.</summary>
    public async Task<ExploredResponse> ServeAsync(SessionTokens brought, string audience, CancellationToken gaveUp = default)
    {
        if (_sessions.HasEnded(brought))
        {
            return new ExploredResponse(null, null);
        }

        var request = new DefaultHttpContext();
        var session = new RequestSession(brought);
        RequestSessionFeature.Replace(request, CookieScheme, session);
        _sessions.BringUpToDate(session);
        var result = await _tokens.GetAsync(
            request, new AccessTokenRequest { Audience = audience }, scheme: null, gaveUp);
        var written = session.Renewed && await _sessions.BringUpToDateEverywhereAsync(session);
        return new ExploredResponse(result, written ? session.Tokens : null);
    }

    public Task SignOutAsync(SessionTokens brought) =>
        Coordinator.EndAsync(brought.SessionId, until: null, CancellationToken.None).AsTask();
}

/// <summary>What a response says of the token, and the session that its cookie holds if it sets one.</summary>
internal sealed record ExploredResponse(AccessTokenResult? Result, SessionTokens? Cookie);

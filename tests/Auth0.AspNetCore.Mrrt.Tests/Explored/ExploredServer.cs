using System.Security.Claims;
using Auth0.AspNetCore.Mrrt.Coordination;
using Auth0.AspNetCore.Mrrt.Jwt;
using Auth0.AspNetCore.Mrrt.Session.Cookie;
using Auth0.AspNetCore.Mrrt.Session.Format;
using Auth0.AspNetCore.Mrrt.Session.Model;
using Auth0.AspNetCore.Mrrt.Session.Store;
using Auth0.AspNetCore.Mrrt.Session.Ticket;
using Auth0.AspNetCore.Mrrt.Tenant;
using Auth0.AspNetCore.Mrrt.Tests.Support;
using Auth0.AspNetCore.Mrrt.Tests.Tokens;
using Auth0.AspNetCore.Mrrt.TokenEndpoint;
using Auth0.AspNetCore.Mrrt.Tokens;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.IdentityModel.Protocols;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;

namespace Auth0.AspNetCore.Mrrt.Tests.Explored;

/// <summary>One server: the library's own parts from the session cookie down to the wire, every step on the explorer's
/// thread.</summary>
internal sealed class ExploredServer
{
    private static readonly ManualTimeProvider Time = new();
    private static readonly SessionProtector Protector = new(new EphemeralDataProtectionProvider());
    private static readonly AccessTokenMetrics Metrics = new(new TestMeters());

    private static readonly TestMonitor<Auth0WebAppWithAccessTokenOptions> Options =
        new(new Auth0WebAppWithAccessTokenOptions { Enabled = true, UseRefreshTokens = true });

    private readonly AccessTokens _tokens;
    private readonly SessionParts _parts;

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
                AdditionalData = { ["revocation_endpoint"] = $"https://{name}.example.com/oauth/revoke" },
            }),
        };
        Coordinator = around(new InProcessSessionCoordinator(Time, NullLogger<InProcessSessionCoordinator>.Instance)
        {
            HandOver = TaskCreationOptions.None,
        });
        var departed = new DepartedSessions();
        _parts = new SessionParts(
            new LiveSessions(Coordinator, Protector, departed, new(Coordinator, Time, NullLogger<OtherProcess>.Instance), Time),
            new SessionSignIns(Coordinator, Protector, departed, Time, NullLogger<SessionSignIns>.Instance),
            departed,
            new ContinuedTokens(Coordinator, Protector, Time, NullLogger<ContinuedTokens>.Instance),
            new StoredPrincipal(new NoClaims(), Options, NullLogger<StoredPrincipal>.Instance));
        var client = new TokenClient(
            new BackchannelClient(null!, Time),
            new ClientCredentials(Time),
            new CredentialOrder(Time, NullLogger<CredentialOrder>.Instance),
            new TokenResponseReader(Time),
            new CallPauses(Time),
            Time,
            NullLogger<TokenClient>.Instance);
        var judge = new AnswerJudge(new IdTokenVerifier(Time), Time, NullLogger<AnswerJudge>.Instance);
        var cookieScheme = new GivenCookieScheme(ExploredCookies.Scheme);
        var inFlight = new InFlightWork();
        var late = new LateTokens(Coordinator, departed, inFlight, client, Time, NullLogger<LateTokens>.Instance);
        _tokens = new AccessTokens(
            cookieScheme,
            Options,
            tenants,
            new NoClaims(),
            Coordinator,
            _parts.Live,
            inFlight,
            new TokenExchange(
                Coordinator,
                Protector,
                client,
                judge,
                new ExchangeCommit(departed, late, NullLogger<ExchangeCommit>.Instance),
                Metrics,
                Time,
                NullLogger<TokenExchange>.Instance),
            new ExchangeNotifier(Options, NullLogger<ExchangeNotifier>.Instance),
            new RequestScheme([Auth0Constants.AuthenticationScheme], cookieScheme),
            Time);
    }

    public string Name { get; }

    public ISessionCoordinator Coordinator { get; }

    /// <summary>Serves a request that brings a cookie along and needs one token.</summary>
    public Task<ExploredResponse> AskAsync(string cookie, string audience) => ServeAsync(cookie, async (http, _) =>
        await _tokens.GetAsync(http, new AccessTokenRequest { Audience = audience }, scheme: null, CancellationToken.None));

    /// <summary>Serves a request that signs in within its session: the user has another role afterwards.</summary>
    public Task<ExploredResponse> SignInAsync(string cookie, string role) => ServeAsync(cookie, async (http, session) =>
    {
        await http.SignInAsync(ExploredCookies.Scheme, ExploredCookies.User(role), session.Properties);
        return null;
    });

    /// <summary>Serves a request that signs out, and in again with the same ticket.</summary>
    /// <param name="cookie">The request's cookie.</param>
    /// <param name="before">What the request waits for when it is authenticated.</param>
    public Task<ExploredResponse> OutAndInAsync(string cookie, Func<Task> before) => ServeAsync(cookie, async (http, session) =>
    {
        await before();
        await http.SignOutAsync(ExploredCookies.Scheme);
        await http.SignInAsync(ExploredCookies.Scheme, session.Principal!, session.Properties);
        return null;
    });

    public Task SignOutAsync(string cookie) => ServeAsync(cookie, async (http, _) =>
    {
        await http.SignOutAsync(ExploredCookies.Scheme);
        return null;
    });

    /// <summary>Serves a request of a user who is signed in. Others get an empty answer.</summary>
    private async Task<ExploredResponse> ServeAsync(
        string cookie, Func<HttpContext, AuthenticateResult, Task<AccessTokenResult?>> serve)
    {
        var request = new ExploredRequest(cookie, new SessionCookieHandlers(Time, _parts));
        var session = await request.Http.AuthenticateAsync(ExploredCookies.Scheme);
        var result = session.Succeeded ? await serve(request.Http, session) : null;
        var set = await request.RespondAsync();
        return new ExploredResponse(result, session.Principal?.FindFirstValue(ExploredCookies.Role), set);
    }
}

/// <summary>What came of a request.</summary>
/// <param name="Result">What the application got when it asked for a token.</param>
/// <param name="Role">The user's role at the beginning of the request. Null when nobody was signed in.</param>
/// <param name="Cookie">The session cookie that the response sets. Null when it sets none.</param>
internal sealed record ExploredResponse(AccessTokenResult? Result, string? Role, string? Cookie);

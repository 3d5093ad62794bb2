using System.Net;
using Auth0.AspNetCore.Mrrt.Coordination;
using Auth0.AspNetCore.Mrrt.Jwt;
using Auth0.AspNetCore.Mrrt.Session.Format;
using Auth0.AspNetCore.Mrrt.Session.Model;
using Auth0.AspNetCore.Mrrt.Session.Request;
using Auth0.AspNetCore.Mrrt.Session.Store;
using Auth0.AspNetCore.Mrrt.Session.Ticket;
using Auth0.AspNetCore.Mrrt.Tenant;
using Auth0.AspNetCore.Mrrt.Tests.Support;
using Auth0.AspNetCore.Mrrt.TokenEndpoint;
using Auth0.AspNetCore.Mrrt.Tokens;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.Protocols;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;

namespace Auth0.AspNetCore.Mrrt.Tests.Tokens;

/// <summary>
/// The library from the request for a token down to the wire, on a clock that a test moves: without a host, a cookie
/// or a login. The test says what the tenant answers and sees what it was asked.
/// </summary>
internal sealed class TokenDesk : IDisposable
{
    private const string CookieScheme = "Cookies";

    private readonly ILoggerFactory _loggers;
    private readonly AccessTokens _tokens;
    private readonly Wire _wire;

    public TokenDesk(
        Func<ISessionCoordinator, ISessionCoordinator>? around = null,
        ITenants? tenants = null,
        IOptionsMonitor<Auth0WebAppWithAccessTokenOptions>? options = null,
        ManualTimeProvider? time = null)
    {
        Time = time ?? new ManualTimeProvider();
        _wire = new Wire(this);
        _loggers = LoggerFactory.Create(logging => logging.SetMinimumLevel(LogLevel.Trace).AddProvider(Logs));
        Login.Backchannel = new HttpClient(_wire);
        options ??= new TestMonitor<Auth0WebAppWithAccessTokenOptions>(Settings);
        var client = new TokenClient(
            new BackchannelClient(null!, Time),
            new ClientCredentials(Time),
            new CredentialOrder(Time, _loggers.CreateLogger<CredentialOrder>()),
            new TokenResponseReader(Time),
            new CallPauses(Time),
            Time,
            _loggers.CreateLogger<TokenClient>());
        Coordinator = new InProcessSessionCoordinator(Time, _loggers.CreateLogger<InProcessSessionCoordinator>());
        var coordinator = around?.Invoke(Coordinator) ?? Coordinator;
        Judge = new AnswerJudge(new IdTokenVerifier(Time), Time, _loggers.CreateLogger<AnswerJudge>());
        var late = new LateTokens(coordinator, Departed, InFlightWork, client, Time, _loggers.CreateLogger<LateTokens>());
        Exchange = new TokenExchange(
            coordinator,
            Protector,
            client,
            Judge,
            new ExchangeCommit(Departed, late, _loggers.CreateLogger<ExchangeCommit>()),
            new AccessTokenMetrics(Meters),
            Time,
            _loggers.CreateLogger<TokenExchange>());
        _tokens = new AccessTokens(
            new GivenCookieScheme(CookieScheme),
            options,
            tenants ?? Login,
            new NoClaims(),
            coordinator,
            new LiveSessions(coordinator, Protector, Departed, new(coordinator, Time, NullLogger<OtherProcess>.Instance), Time),
            InFlightWork,
            Exchange,
            new ExchangeNotifier(options, _loggers.CreateLogger<ExchangeNotifier>()),
            new RequestScheme([Auth0Constants.AuthenticationScheme], new GivenCookieScheme(CookieScheme)),
            Time);
        Settings.Events = Events.Handlers;
        Open(Given.Holding());
    }

    public ManualTimeProvider Time { get; }

    public GivenTenant Login { get; } = new()
    {
        Domain = "tenant.example.com",
        ClientId = "client",
        ClientSecret = "client-secret",
        ConfigurationManager = new StaticConfigurationManager<OpenIdConnectConfiguration>(new OpenIdConnectConfiguration
        {
            Issuer = "https://tenant.example.com/",
            TokenEndpoint = "https://tenant.example.com/oauth/token",
        }),
    };

    public Auth0WebAppWithAccessTokenOptions Settings { get; } = new()
    {
        Enabled = true,
        Audience = Given.Orders,
        UseRefreshTokens = true,
    };

    public RecordedEvents Events { get; } = new();

    public RecordedLogs Logs { get; } = new();

    public TestMeters Meters { get; } = new();

    public AnswerJudge Judge { get; }

    public TokenExchange Exchange { get; }

    public InProcessSessionCoordinator Coordinator { get; }

    public SessionProtector Protector { get; } = new(new EphemeralDataProtectionProvider());

    public DepartedSessions Departed { get; } = new();

    public InFlightWork InFlightWork { get; } = new();

    /// <summary>The call that applications make.</summary>
    public IAccessTokens Tokens => _tokens;

    /// <summary>What the tenant answers to a form.</summary>
    public Func<IReadOnlyDictionary<string, string>, Task<HttpResponseMessage>> Tenant { get; set; } =
        _ => Task.FromResult(Json("{}"));

    /// <summary>The forms that the token endpoint was sent.</summary>
    public List<IReadOnlyDictionary<string, string>> Asked { get; } = [];

    /// <summary>The forms that the revocation endpoint was sent.</summary>
    public List<IReadOnlyDictionary<string, string>> Revoked { get; } = [];

    public HttpContext Request { get; private set; } = new DefaultHttpContext();

    /// <summary>What the request at hand knows of its session.</summary>
    public SessionTokens Session => RequestSessionFeature.Known(Request, CookieScheme)!.Tokens;

    public static HttpResponseMessage Json(string body, HttpStatusCode status = HttpStatusCode.OK) =>
        new(status) { Content = new StringContent(body) };

    /// <summary>Begins a request that brings this session along.</summary>
    public void Open(SessionTokens tokens) => Request = Bring(tokens);

    /// <summary>Begins the next request, whose cookie holds what the one before it left.</summary>
    public void OpenNext()
    {
        var items = new Dictionary<string, string?>();
        TicketTokens.Write(Session, items);
        Open(TicketTokens.Read(items));
    }

    public static HttpContext Bring(SessionTokens tokens)
    {
        var request = new DefaultHttpContext();
        RequestSessionFeature.Replace(request, CookieScheme, new RequestSession(tokens));
        return request;
    }

    public void Answers(string body, HttpStatusCode status = HttpStatusCode.OK) =>
        Tenant = _ => Task.FromResult(Json(body, status));

    public Task<AccessTokenResult> AskAsync(string? audience, string? scope = null, bool force = false) =>
        AskAsync(Request, audience, scope, force);

    public async Task<AccessTokenResult> AskAsync(
        HttpContext request,
        string? audience,
        string? scope = null,
        bool force = false,
        CancellationToken cancellationToken = default) =>
        await _tokens.GetAsync(
            request,
            new AccessTokenRequest { Audience = audience, Scope = scope, ForceRefresh = force },
            scheme: null,
            cancellationToken);

    public async Task<IReadOnlyList<AccessTokenResult>> AskManyAsync(params string[] audiences) =>
        await _tokens.GetManyAsync(
            Request,
            [.. audiences.Select(audience => new AccessTokenRequest { Audience = audience })],
            scheme: null,
            CancellationToken.None);

    public void Dispose()
    {
        Login.Backchannel!.Dispose();
        _wire.Dispose();
        _loggers.Dispose();
        Meters.Dispose();
    }

    private sealed class Wire(TokenDesk desk) : HttpMessageHandler
    {
        protected override async Task<HttpResponseMessage> SendAsync(
            HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var form = QueryHelpers.ParseQuery(await request.Content!.ReadAsStringAsync(cancellationToken))
                .ToDictionary(field => field.Key, field => field.Value.ToString());
            if (request.RequestUri!.AbsolutePath == "/oauth/revoke")
            {
                desk.Revoked.Add(form);
                return new HttpResponseMessage();
            }

            desk.Asked.Add(form);
            return await desk.Tenant(form).WaitAsync(cancellationToken); // as a connection is given up
        }
    }
}

using System.Security.Claims;
using Auth0.AspNetCore.Mrrt.Coordination;
using Auth0.AspNetCore.Mrrt.Login;
using Auth0.AspNetCore.Mrrt.Session.Cookie;
using Auth0.AspNetCore.Mrrt.Session.Format;
using Auth0.AspNetCore.Mrrt.Session.Model;
using Auth0.AspNetCore.Mrrt.Session.Request;
using Auth0.AspNetCore.Mrrt.Session.Store;
using Auth0.AspNetCore.Mrrt.Session.Ticket;
using Auth0.AspNetCore.Mrrt.Tests.Session.Format;
using Auth0.AspNetCore.Mrrt.Tests.Support;
using Auth0.AspNetCore.Mrrt.Tests.Tokens;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Moq;

namespace Auth0.AspNetCore.Mrrt.Tests.Session.Cookie;

/// <summary>One request with a session cookie, and the parts that a sign-in and a sign-out work with. No server runs.</summary>
internal sealed class CookieRequest : IDisposable
{
    private const string StoreKeyClaim = "Microsoft.AspNetCore.Authentication.Cookies-SessionId";

    private readonly EphemeralDataProtectionProvider _keys = new();
    private readonly ServiceProvider _services;

    public CookieRequest()
    {
        Coordinator = new(Time, NullLogger<InProcessSessionCoordinator>.Instance);
        Protector = new(_keys);
        Options = new CookieAuthenticationOptions
        {
            TimeProvider = Time,
            CookieManager = new ChunkingCookieManager(),
            TicketDataFormat = new TicketDataFormat(_keys.CreateProtector("cookie")),
        };
        Options.Cookie.Name = "session";
        Parts = PartsWith(Coordinator);
        _services = new ServiceCollection()
            .AddLogging(logging => logging.SetMinimumLevel(LogLevel.Trace).AddProvider(Logs))
            .AddAuthenticationCore(options => options.AddScheme<Auth0LoginHandler>(Auth0Constants.AuthenticationScheme, null))
            .AddSingleton(Authentication.Object)
            .AddSingleton<IOptionsMonitor<CookieAuthenticationOptions>>(new TestMonitor<CookieAuthenticationOptions>(Options))
            .BuildServiceProvider();
        Http = new DefaultHttpContext { RequestServices = _services };
        Cookie = new RequestCookie(Http, "Cookies", Options, Time);
        Logger = _services.GetRequiredService<ILoggerFactory>().CreateLogger("Auth0.Tests");
    }

    public ManualTimeProvider Time { get; } = new();

    public RecordedLogs Logs { get; } = new();

    public ILogger Logger { get; }

    public InProcessSessionCoordinator Coordinator { get; }

    public SessionProtector Protector { get; }

    public CookieAuthenticationOptions Options { get; }

    /// <summary>What the framework is asked to write.</summary>
    public Mock<IAuthenticationService> Authentication { get; } = new();

    public SessionParts Parts { get; }

    public DefaultHttpContext Http { get; }

    public RequestCookie Cookie { get; }

    /// <summary>The request's view of its session.</summary>
    public RequestSession? View => RequestSessionFeature.Known(Http, "Cookies");

    /// <summary>The parts with a coordinator that the test scripts.</summary>
    public SessionParts PartsWith(ISessionCoordinator coordinator)
    {
        var departed = new DepartedSessions();
        return new SessionParts(
            new LiveSessions(coordinator, Protector, departed, new(coordinator, Time, NullLogger<OtherProcess>.Instance), Time),
            new SessionSignIns(coordinator, Protector, departed, Time, NullLogger<SessionSignIns>.Instance),
            departed,
            new ContinuedTokens(coordinator, Protector, Time, NullLogger<ContinuedTokens>.Instance),
            new StoredPrincipal(
                new NoClaims(), new TestMonitor<Auth0WebAppWithAccessTokenOptions>(new()), NullLogger<StoredPrincipal>.Instance));
    }

    /// <summary>The library's own store of tickets.</summary>
    public ProtectedTicketStore OurStore(ISessionStore store) =>
        new(store, (ISessionCoordinator)store, Parts.Live, Protector, Parts.Principal, _keys, default);

    /// <summary>Lets the request bring a ticket in its cookie.</summary>
    public void Bring(AuthenticationTicket ticket) =>
        Http.Request.Headers.Cookie = "session=" + Options.TicketDataFormat.Protect(ticket);

    /// <summary>Lets the request bring a cookie that names a ticket in a store.</summary>
    public void Bring(string key) => Bring(new AuthenticationTicket(
        new ClaimsPrincipal(new ClaimsIdentity([new Claim(StoreKeyClaim, key)], "Cookies")), "Cookies"));

    /// <summary>Lets the request bring a ticket that a store of the application's keeps.</summary>
    public async Task<RecordedTickets> BringStoredAsync(AuthenticationTicket ticket)
    {
        var store = new RecordedTickets();
        Options.SessionStore = store;
        Bring(await store.StoreAsync(ticket));
        return store;
    }

    /// <summary>Opens the request's view of a session.</summary>
    public RequestSession Open(SessionTokens tokens)
    {
        var view = new RequestSession(tokens) { IsOfRequest = true };
        RequestSessionFeature.Replace(Http, "Cookies", view);
        return view;
    }

    /// <summary>Lets the request bring a session in its cookie, and opens its view.</summary>
    public RequestSession BringOpen(SessionTokens tokens)
    {
        Bring(Tickets.Of(tokens));
        return Open(tokens);
    }

    /// <summary>Another request's exchange.</summary>
    public async Task CommitAsync(SessionTokens tokens)
    {
        await using var turn = await Coordinator.EnterAsync(tokens.SessionId, CancellationToken.None);
        await turn.CommitAsync(Protector.Protect(tokens), CancellationToken.None);
    }

    /// <summary>Ends a session, as a sign-out in another request does.</summary>
    public async Task EndAsync(string sessionId) => await Coordinator.EndAsync(sessionId, until: null, CancellationToken.None);

    /// <summary>The next generation after an exchange.</summary>
    public static SessionTokens Newer(SessionTokens tokens, string refreshToken) =>
        tokens.Next(tokens.Primary, tokens.Additional, refreshToken, tokens.IdToken);

    public void Dispose() => _services.Dispose();
}

using System.Runtime.ExceptionServices;
using System.Security.Claims;
using System.Text.Encodings.Web;
using Auth0.AspNetCore.Mrrt.Session.Request;
using Auth0.AspNetCore.Mrrt.Session.Store;
using Auth0.AspNetCore.Mrrt.Session.Ticket;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Auth0.AspNetCore.Mrrt.Session.Cookie;

/// <summary>
/// The framework's cookie handler for a cookie that holds tokens which change while requests are under way: a request
/// that brings an older generation takes over the newest, its response carries the newest, and an ended session stays
/// ended. The handler forwards: <see cref="SessionSignIn"/>, <see cref="SessionSignOut"/> and <see cref="SessionResponse"/>
/// decide.
/// </summary>
internal sealed class SessionCookieHandler(
    IOptionsMonitor<CookieAuthenticationOptions> options,
    ILoggerFactory loggerFactory,
    UrlEncoder encoder,
    SessionParts parts) : CookieAuthenticationHandler(options, loggerFactory, encoder)
{
    private RequestSessionFeature? _sessions;

    /// <summary>Handles the sign-ins and the response from the moment when a session begins under a new store key. The
    /// framework's handler privately keeps the key of the session that it has read. It would store the new session under that
    /// key, where an older cookie finds it (session fixation). A second instance reads the ended session as none, and asks the
    /// store for a new key.</summary>
    private SessionCookieHandler? _underNewKey;

    /// <summary>The request's view of its session. Null before the request is authenticated.</summary>
    public RequestSession? Session => (_sessions ??= RequestSessionFeature.Of(Context, Scheme.Name))?.Session;

    public DateTimeOffset Now => TimeProvider.GetUtcNow();

    private RequestCookie Cookie => new(Context, Scheme.Name, Options, TimeProvider);

    protected override async Task InitializeEventsAsync()
    {
        await base.InitializeEventsAsync().ConfigureAwait(false);
        Events = new SessionCookieEvents(Events, this);
    }

    protected override Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        var framework = base.HandleAuthenticateAsync();
        return framework.IsCompletedSuccessfully && framework.Result is var result && Connect(result) is var own
            ? ReferenceEquals(own, result) ? framework : Task.FromResult(own)
            : WaitAsync(framework);

        async Task<AuthenticateResult> WaitAsync(Task<AuthenticateResult> framework) =>
            Connect(await framework.ConfigureAwait(false));
    }

    /// <summary>Opens the request's view before any code of the application runs, which may ask for tokens from here
    /// on.</summary>
    /// <returns>False when the session has ended.</returns>
    public ValueTask<bool> TryOpenAsync(AuthenticationProperties properties)
    {
        SecondPart.Find(Context, Options, properties);
        if (Session is { } known)
        {
            return new(SessionOpening.IsOpenFor(known, properties));
        }

        Func<HttpContext, TicketTokenStore?>? findTokenStore =
            RequestCookie.StoreOfApplication(Options) is null ? null : FindTokenStore;
        if (SessionOpening.Open(properties, parts.Live, Options, Scheme.Name, findTokenStore, Now) is not { } session)
        {
            return new(false);
        }

        // The library's own store has no ticket of an ended session.
        if (Options.SessionStore is not ProtectedTicketStore && parts.Live.MayHaveForgotten(session.Tokens))
        {
            return TryOpenAsync(session);
        }

        _sessions = RequestSessionFeature.Replace(Context, Scheme.Name, session);
        return new(true);
    }

    private async ValueTask<bool> TryOpenAsync(RequestSession session)
    {
        if (await parts.Live.HasEndedElsewhereAsync(session.Tokens).ConfigureAwait(false))
        {
            return false;
        }

        _sessions = RequestSessionFeature.Replace(Context, Scheme.Name, session);
        return true;
    }

    protected override async Task HandleSignInAsync(ClaimsPrincipal user, AuthenticationProperties? properties)
    {
        properties ??= new AuthenticationProperties();
        if (_underNewKey is not null)
        {
            await _underNewKey.SignInAsync(user, properties).ConfigureAwait(false);
            return;
        }

        if (SessionCookieEvents.IsTokenWrite(properties))
        {
            await base.HandleSignInAsync(user, properties).ConfigureAwait(false);
            return;
        }

        var cookie = Cookie;
        switch (await new SessionSignIn(cookie, parts, Logger).PrepareAsync(properties).ConfigureAwait(false))
        {
            case SignInDecision.Refuse:
                Logger.SignInToEndedSession(Scheme.Name);
                break;
            case SignInDecision.BeginUnderNewKey:
                var other = Context.RequestServices.GetRequiredService<SessionCookieHandler>();
                await other.InitializeAsync(Scheme, Context).ConfigureAwait(false);
                _underNewKey = other;
                await other.KeepAsync(user, properties).ConfigureAwait(false);
                break;
            case SignInDecision.Continue:
                await ContinueAsync(user, properties).ConfigureAwait(false);
                break;
            default:
                await KeepAsync(user, properties).ConfigureAwait(false);
                break;
        }
    }

    protected override async Task HandleSignOutAsync(AuthenticationProperties? properties)
    {
        var cookie = Cookie;
        var failure = await new SessionSignOut(cookie, parts).EndAsync().ConfigureAwait(false);
        try
        {
            await base.HandleSignOutAsync(properties).ConfigureAwait(false);
        }
        catch (Exception e)
        {
            failure ??= ExceptionDispatchInfo.Capture(e);
        }

        if (failure is not null)
        {
            cookie.Delete(); // The session ends in this browser, also when the servers could not learn of it.
            failure.Throw();
        }
    }

    /// <summary>Runs when the response starts: the last moment at which it can carry the session, and the only one.</summary>
    protected override async Task FinishResponseAsync()
    {
        if (_underNewKey is not null)
        {
            return; // the other handler finishes the response
        }

        if (Session is not { } session)
        {
            await base.FinishResponseAsync().ConfigureAwait(false);
            return;
        }

        switch (await SessionResponse.DecideAsync(session, parts.Live, Options).ConfigureAwait(false))
        {
            case ResponseDecision.Withhold:
                return;
            case ResponseDecision.Write:
                await SessionResponse.WriteAsync(Cookie, session, parts.Principal, Logger).ConfigureAwait(false);
                break;
            default:
                await base.FinishResponseAsync().ConfigureAwait(false);
                break;
        }

        if (parts.Live.HasEnded(session.Tokens))
        {
            await SessionResponse.RemoveAsync(session, FindTokenStore(Context), Logger, Scheme.Name).ConfigureAwait(false);
        }
    }

    /// <summary>Writes the session that a sign-in begins, or continues.</summary>
    private async Task KeepAsync(ClaimsPrincipal user, AuthenticationProperties properties)
    {
        SessionIdentity.Mark(properties.Items);
        await base.HandleSignInAsync(user, properties).ConfigureAwait(false);
        Cookie.Replace(SessionOpening.SignedIn(user, properties, Options, Scheme.Name));
    }

    private async Task ContinueAsync(ClaimsPrincipal user, AuthenticationProperties properties)
    {
        var continued = ContinuedSignIn.Of(properties)!;
        await using var _ = continued.ConfigureAwait(false);
        try
        {
            await KeepAsync(user, properties).ConfigureAwait(false);
        }
        catch (SessionEndedException)
        {
            Logger.SignInToEndedSession(Scheme.Name);
        }
        finally
        {
            ContinuedSignIn.End(properties);
        }
    }

    private AuthenticateResult Connect(AuthenticateResult result) =>
        SessionOpening.Connect(result, Session, Options, Scheme.Name);

    private TicketTokenStore? FindTokenStore(HttpContext httpContext) =>
        new RequestCookie(httpContext, Scheme.Name, Options, TimeProvider).FindTokenStore(parts);
}

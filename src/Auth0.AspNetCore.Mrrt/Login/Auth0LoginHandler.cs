using System.Globalization;
using System.Text.Encodings.Web;
using Auth0.AspNetCore.Mrrt.Session.Cookie;
using Auth0.AspNetCore.Mrrt.Tenant;
using Auth0.AspNetCore.Mrrt.TokenEndpoint;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;

namespace Auth0.AspNetCore.Mrrt.Login;

/// <summary>
/// Signs users in with the authorization code flow and PKCE (OpenID Connect Core 1.0, section 3.1; RFC 7636), and out
/// at the tenant. Translates HTTP to questions and answers back; the decisions are next door.
/// </summary>
internal sealed class Auth0LoginHandler(
    IOptionsMonitor<Auth0WebAppOptions> options,
    ILoggerFactory loggerFactory,
    UrlEncoder encoder,
    AuthorizationRequestFactory authorizationRequests,
    AuthorizationAddress addresses,
    CodeLogin codeLogin,
    TokenClient tokenClient,
    IOptionsMonitor<CookieAuthenticationOptions> cookies)
    : RemoteAuthenticationHandler<Auth0WebAppOptions>(options, loggerFactory, encoder), IAuthenticationSignOutHandler, ISessionLogin
{
    private const string NoStore = "no-store";

    private static readonly TimeSpan RevocationLimit = TimeSpan.FromSeconds(5);

    private new Auth0WebAppEvents Events => (Auth0WebAppEvents)base.Events;

    public async Task SignOutAsync(AuthenticationProperties? properties)
    {
        properties ??= new AuthenticationProperties();
        // The local session first: it ends whatever the tenant does.
        Correlation().Clear();
        await EndHereAsync().ConfigureAwait(false);
        var tokens = EndingSession.Tokens(Context, Options.CookieAuthenticationScheme, Scheme.Name);
        if (Options.RevokeRefreshTokenOnSignOut && tokens?.RefreshToken is { } refreshToken)
        {
            await RevokeAsync(refreshToken).ConfigureAwait(false);
        }

        Response.Headers.CacheControl = NoStore;
        var returnTo = properties.RedirectUri is { Length: > 0 } address
            ? address
            : Options.SignedOutRedirectUri;
        var redirect = new RedirectToIdentityProviderContext(Context, Scheme, Options, properties)
        {
            ProtocolMessage = LogoutRequest.Create(
                Options,
                await ConfigurationAsync().ConfigureAwait(false),
                properties,
                returnTo[0] == '/' ? BuildRedirectUri(returnTo) : returnTo,
                tokens?.IdToken),
        };
        if (Options.SignedOutCallbackPath.HasValue
            && redirect.ProtocolMessage.PostLogoutRedirectUri is not null
            && ReturnAddress.IsLocal(returnTo))
        {
            redirect.ProtocolMessage.PostLogoutRedirectUri = BuildRedirectUri(Options.SignedOutCallbackPath);
            redirect.ProtocolMessage.State = SignedOutReturn.Begin(Options, SignOutCorrelation(), returnTo);
        }

        await Events.RedirectToIdentityProviderForSignOut(redirect).ConfigureAwait(false);
        if (!redirect.Handled)
        {
            Response.Redirect(redirect.ProtocolMessage.BuildRedirectUrl());
        }
    }

    public override Task<bool> HandleRequestAsync() =>
        Options.SignedOutCallbackPath.HasValue && Options.SignedOutCallbackPath == Request.Path
            ? SignedOutReturn.FinishAsync(Context, Scheme.Name, Options, SignOutCorrelation(), Logger)
            : base.HandleRequestAsync();

    protected override Task<object> CreateEventsAsync() => Task.FromResult<object>(new Auth0WebAppEvents());

    protected override async Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        Response.Headers.CacheControl = NoStore;
        if (UnseenRequest.Is(Request, cookies.Get(Options.CookieAuthenticationScheme).Cookie.SameSite == SameSiteMode.None))
        {
            Logger.UnseenRequestNotChallenged(Scheme.Name);
            Response.StatusCode = StatusCodes.Status401Unauthorized;
            return;
        }

        properties.RedirectUri = ReturnAddress.LocalOrRoot(string.IsNullOrEmpty(properties.RedirectUri)
            ? OriginalPathBase + OriginalPath + Request.QueryString
            : properties.RedirectUri);
        if (Options.ResponseMode == OpenIdConnectResponseMode.FormPost)
        {
            await EndingSession
                .NoteAsync(Context, Options.CookieAuthenticationScheme, properties, Logger, Scheme.Name).ConfigureAwait(false);
        }

        var configuration = await Options.ConfigurationManager.GetConfigurationAsync(Context.RequestAborted)
            .ConfigureAwait(false);
        var message = authorizationRequests.Create(
            Scheme.Name, Options, properties, BuildRedirectUri(Options.CallbackPath));
        message.IssuerAddress = configuration.AuthorizationEndpoint;
        var redirect = new RedirectToIdentityProviderContext(Context, Scheme, Options, properties)
        {
            ProtocolMessage = message,
        };
        await Events.RedirectToIdentityProvider(redirect).ConfigureAwait(false);
        if (redirect.Handled)
        {
            return;
        }

        authorizationRequests.Settle(message, Scheme.Name, Options, properties);
        Correlation().Begin(properties);
        message.State = Options.StateDataFormat.Protect(properties);
        try
        {
            Response.Redirect(await addresses
                .OfAsync(Scheme.Name, Options, configuration, message, Context.RequestAborted).ConfigureAwait(false));
            Correlation().Leave(properties);
        }
        catch (AuthenticationFailureException e)
        {
            if (await IsAnsweredAsync(e, properties).ConfigureAwait(false))
            {
                return;
            }

            if (e is not TenantBusyException busy)
            {
                throw;
            }

            // Said in the log by who asked. The user may try again in a moment.
            Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
            Response.Headers.RetryAfter =
                Math.Ceiling(busy.RetryAfter.TotalSeconds).ToString(CultureInfo.InvariantCulture);
        }
    }

    /// <summary>Lets the application answer a login that came to nothing before it left, as it does one that came
    /// back.</summary>
    private async Task<bool> IsAnsweredAsync(AuthenticationFailureException failure, AuthenticationProperties properties)
    {
        var failed = new RemoteFailureContext(Context, Scheme, Options, failure) { Properties = properties };
        await Events.RemoteFailure(failed).ConfigureAwait(false);
        return failed.Result is { Handled: true } or { Skipped: true };
    }

    protected override async Task<HandleRequestResult> HandleRemoteAuthenticateAsync()
    {
        // Whatever becomes of the callback; an error page drops what was set before the response starts.
        Response.OnStarting(() =>
        {
            Response.Headers.CacheControl = NoStore;
            return Task.CompletedTask;
        });
        var (message, problem) = await CallbackReader.ReadAsync(Request, Options.ResponseMode).ConfigureAwait(false);
        if (message is null)
        {
            return Refuse(problem!);
        }

        var properties = Options.StateDataFormat.Unprotect(message.State);
        var received = new MessageReceivedContext(Context, Scheme, Options, properties) { ProtocolMessage = message };
        await Events.MessageReceived(received).ConfigureAwait(false);
        if (received.Result is { } decided)
        {
            return decided;
        }

        if (properties is null || properties.Items.ContainsKey(LoginItems.SignOut))
        {
            return Refuse("it brings no state, or one that is not ours");
        }

        if (!Correlation().Take(properties))
        {
            return Refuse("it came to another browser than the login began in, a second time, or too late", properties);
        }

        var configuration = await Options.ConfigurationManager.GetConfigurationAsync(Context.RequestAborted)
            .ConfigureAwait(false);
        if (!ResponseIssuer.IsExpected(message, configuration))
        {
            return Refuse("it names another issuer than the tenant, or none where the tenant says it does", properties);
        }

        return string.IsNullOrEmpty(message.Error)
            ? await codeLogin.CompleteAsync(Attempt(message, properties)).ConfigureAwait(false)
            : await RefusedByTenantAsync(message, properties).ConfigureAwait(false);
    }

    private LoginAttempt Attempt(OpenIdConnectMessage message, AuthenticationProperties properties) => new()
    {
        HttpContext = Context,
        Scheme = Scheme,
        Options = Options,
        Events = Events,
        Message = message,
        Properties = properties,
        Now = TimeProvider.GetUtcNow(),
    };

    private CorrelationCookies Correlation() => new(Context, Options, TimeProvider.GetUtcNow());

    private CorrelationCookies SignOutCorrelation() =>
        new(Context, Options, TimeProvider.GetUtcNow(), Options.SignedOutCallbackPath);

    /// <summary>Fails with words of ours only: what the browser and the tenant sent may be anybody's.</summary>
    private HandleRequestResult Refuse(string reason, AuthenticationProperties? properties = null)
    {
        Logger.CallbackRefused(Scheme.Name, reason);
        return HandleRequestResult.Fail($"The callback was refused: {reason}.", properties);
    }

    private async Task<HandleRequestResult> RefusedByTenantAsync(
        OpenIdConnectMessage message, AuthenticationProperties properties)
    {
        Logger.LoginRefused(Scheme.Name, ErrorCode.Printable(message.Error));
        var denied = message.Error == "access_denied"
            ? await HandleAccessDeniedErrorAsync(properties).ConfigureAwait(false)
            : HandleRequestResult.NoResult();
        if (!denied.None)
        {
            return denied;
        }

        // As the framework's own handlers tell: not in the text, which may reach a page.
        var failure = new AuthenticationFailureException("The tenant refused the login.");
        failure.Data["error"] = ErrorCode.Printable(message.Error);
        failure.Data["error_description"] = message.ErrorDescription;
        return HandleRequestResult.Fail(failure, properties);
    }

    private async Task EndHereAsync()
    {
        try
        {
            await Context.SignOutAsync(Options.CookieAuthenticationScheme).ConfigureAwait(false);
        }
        catch (Exception e)
        {
            // The browser's cookie is gone. To stop here would leave the tenant's session and the refresh token as well.
            Logger.SessionNotEnded(Scheme.Name, e.GetType().Name);
        }
    }

    /// <summary>On a time limit of its own: the user is sent on soon, and a browser that gives up changes nothing.</summary>
    private async Task RevokeAsync(string refreshToken)
    {
        using var limit = new CancellationTokenSource(RevocationLimit, TimeProvider);
        await tokenClient.RevokeAsync(Scheme.Name, refreshToken, limit.Token).ConfigureAwait(false);
    }

    private async Task<OpenIdConnectConfiguration?> ConfigurationAsync()
    {
        try
        {
            return await Options.ConfigurationManager.GetConfigurationAsync(Context.RequestAborted)
                .ConfigureAwait(false);
        }
        catch (Exception e)
        {
            // Whatever it is, the user is signed out.
            Logger.TenantUnreachable(Scheme.Name, e.GetType().Name);
            return null;
        }
    }
}

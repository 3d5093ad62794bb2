using System.Text.Encodings.Web;
using Auth0.AspNetCore.Mrrt.Login.Callback;
using Auth0.AspNetCore.Mrrt.Login.Challenge;
using Auth0.AspNetCore.Mrrt.Login.Logging;
using Auth0.AspNetCore.Mrrt.Login.SignOut;
using Auth0.AspNetCore.Mrrt.Session.Cookie;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;

namespace Auth0.AspNetCore.Mrrt.Login;

/// <summary>
/// The framework's OpenID Connect handler with stricter rules: docs/security.md lists them. This class puts each step in its
/// place; <see cref="LoginSteps"/> has the steps.
/// </summary>
internal sealed class Auth0LoginHandler(
    IOptionsMonitor<OpenIdConnectOptions> options,
    LoginLoggerFactory loggers,
    HtmlEncoder htmlEncoder,
    UrlEncoder encoder,
    LoginSteps steps)
    : OpenIdConnectHandler(options, loggers, htmlEncoder, encoder), ISessionLogin
{
    private const string NoStore = "no-store";

    /// <summary>For the requests that have nothing to do with a login: nearly all of them.</summary>
    private static readonly LoginProgress None = new();

    private LoginProgress _progress = None;

    public override async Task SignOutAsync(AuthenticationProperties? properties)
    {
        if (ResolveTarget(Options.ForwardSignOut) is { } target)
        {
            await Context.SignOutAsync(target, properties).ConfigureAwait(false);
            return;
        }

        Response.Headers.CacheControl = NoStore;
        if (FetchMetadata.IsPrefetch(Request) || FetchMetadata.IsPartOfPage(Request))
        {
            // The user has not asked for it: the browser loads a page that the user may open next, or a part of a page.
            Logger.UnseenRequestNotSignedOut(Scheme.Name);
            Response.StatusCode = StatusCodes.Status401Unauthorized;
            return;
        }

        Correlation().Clear();
        await steps.SignOut.LeaveAsync(
            new RedirectContext(Context, Scheme, Options, properties ?? new AuthenticationProperties()),
            Events,
            SignOutCorrelation(),
            Logger).ConfigureAwait(false);
    }

    public override Task<bool> HandleRequestAsync() =>
        Options.CallbackPath == Request.Path ? HandleCallbackAsync() : base.HandleRequestAsync();

    protected override Task<bool> HandleSignOutCallbackAsync() =>
        SignedOutReturn.FinishAsync(Context, Scheme, Options, Events, SignOutCorrelation(), Logger);

    /// <summary>OpenID Connect Front-Channel Logout 1.0, section 2: the tenant's page loads the address in a frame, with
    /// GET.</summary>
    protected override Task<bool> HandleRemoteSignOutAsync()
    {
        Response.Headers.CacheControl = NoStore;
        if (!HttpMethods.IsGet(Request.Method))
        {
            Response.StatusCode = StatusCodes.Status400BadRequest;
            return Task.FromResult(true);
        }

        Wrap(); // the check runs after the application's own event
        return base.HandleRemoteSignOutAsync();
    }

    protected override async Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        Response.Headers.CacheControl = NoStore;
        if (steps.Guard.Refuses(Context, Scheme.Name))
        {
            Response.StatusCode = StatusCodes.Status401Unauthorized;
            return;
        }

        properties.RedirectUri = ReturnAddress.Of(Request, properties.RedirectUri, OriginalPathBase + OriginalPath);
        if (Options.ResponseMode == OpenIdConnectResponseMode.FormPost)
        {
            await EndingSession
                .NoteAsync(Context, Options.SignInScheme!, properties, Logger, Scheme.Name).ConfigureAwait(false);
        }

        Wrap();
        LoginItems.Restart(properties.Items);
        try
        {
            await steps.Guard.RequireTenantAsync(Options, Scheme.Name, Context.RequestAborted).ConfigureAwait(false);
            await base.HandleChallengeAsync(properties).ConfigureAwait(false);
            if (!_progress.AnsweredByApplication)
            {
                Correlation().Leave(properties);
            }
        }
        catch (AuthenticationFailureException failure)
        {
            if (await Failure().AnswerAsync(failure, properties).ConfigureAwait(false)
                is not ({ Handled: true } or { Skipped: true }))
            {
                ChallengeGuard.Answer(failure, Response);
            }
        }
    }

    protected override async Task<HandleRequestResult> HandleRemoteAuthenticateAsync()
    {
        // Set late, for every result: an error page removes headers that were set before.
        Response.OnStarting(() =>
        {
            Response.Headers.CacheControl = NoStore;
            return Task.CompletedTask;
        });
        if (await CallbackReader.ProblemAsync(Request, Options.ResponseMode).ConfigureAwait(false) is { } problem)
        {
            return problem.IsStray ? Stray() : HandleRequestResult.Fail(steps.Checks.Refusal(Scheme.Name, problem.Reason));
        }

        Wrap();
        var result = await base.HandleRemoteAuthenticateAsync().ConfigureAwait(false);
        if (_progress.IsStray)
        {
            return Stray();
        }

        if (_progress.IsDenied
            && await HandleAccessDeniedErrorAsync(_progress.Properties!).ConfigureAwait(false) is { None: false } denied)
        {
            return denied;
        }

        // An event that fails a callback forgets where its user wanted to go.
        return result.Failure is { } failure
            ? HandleRequestResult.Fail(failure, _progress.Properties ?? result.Properties)
            : result;
    }

    protected override async Task<OpenIdConnectMessage> RedeemAuthorizationCodeAsync(
        OpenIdConnectMessage tokenEndpointRequest) =>
        await steps.Redemption.RedeemAsync(Scheme.Name, tokenEndpointRequest, _progress, Response).ConfigureAwait(false);

    protected override void GenerateCorrelationId(AuthenticationProperties properties) => Correlation().Begin(properties);

    /// <summary><see cref="CallbackChecks"/> has taken the login's cookie before, and logs a reason for each failure.</summary>
    protected override bool ValidateCorrelationId(AuthenticationProperties properties) =>
        ReferenceEquals(_progress.Properties, properties);

    private async Task<bool> HandleCallbackAsync()
    {
        try
        {
            return await CookieWrites.RunAsync(Context, CookieWrite.Login, base.HandleRequestAsync).ConfigureAwait(false);
        }
        catch (CookieTooLargeException e)
        {
            return await Failure().RefuseAsync(e, _progress.Properties, Logger).ConfigureAwait(false);
        }
    }

    private void Wrap()
    {
        _progress = new LoginProgress();
        Events = new LoginEvents(Events is LoginEvents wrapped ? wrapped.Application : Events, steps, _progress);
    }

    private CorrelationCookies Correlation() => new(Context, Options, TimeProvider.GetUtcNow());

    private CorrelationCookies SignOutCorrelation() =>
        new(Context, Options, TimeProvider.GetUtcNow(), Options.SignedOutCallbackPath);

    private LoginFailure Failure() => new(Context, Scheme, Options, Events);

    private HandleRequestResult Stray()
    {
        if (Options.SkipUnrecognizedRequests)
        {
            return HandleRequestResult.SkipHandler();
        }

        Logger.StrayCallback(Scheme.Name);
        Response.Redirect(OriginalPathBase + "/");
        return HandleRequestResult.Handle();
    }
}
